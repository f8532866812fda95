package dev.gradus.engine.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.zip.CRC32C;

/** Forges tables in files. */
final class StoredTables {

  private static final int AT_INDEX = 16;
  private static final int AT_CHECKSUM = 32;
  private static final int AT_HEADER_CHECKSUM = StoredTable.HEADER - Long.BYTES;

  private StoredTables() {}

  /** Changes some bytes of the index, and makes the checksums right again. */
  static byte[] withNonsense(byte[] table, Random random) {
    byte[] changed = table.clone();
    ByteBuffer all = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
    int index = (int) all.getLong(AT_INDEX);
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      changed[index + random.nextInt(changed.length - index)] = (byte) random.nextInt(256);
    }
    CRC32C body = new CRC32C();
    body.update(new byte[StoredTable.HEADER]);
    body.update(changed, StoredTable.HEADER, changed.length - StoredTable.HEADER);
    all.putLong(AT_CHECKSUM, body.getValue());
    CRC32C header = new CRC32C();
    header.update(changed, 0, AT_HEADER_CHECKSUM);
    all.putLong(AT_HEADER_CHECKSUM, header.getValue());
    return changed;
  }
}
