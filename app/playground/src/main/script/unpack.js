// Unpacks what the build has packed: LZMA in characters of 7 bits each, without those that a page cannot hold.
const unpack = (() => {
  const REPLACED = 'ILLEGAL';

  // The bytes of a text: 7 bits of each character.
  function bytesOf(text) {
    const bytes = new Uint8Array(Math.floor((text.length * 7) / 8));
    let bits = 0;
    let held = 0;
    let next = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      held = (held << 7) | (code < 128 ? code : REPLACED.charCodeAt(code - 192));
      bits += 7;
      if (bits >= 8) {
        bits -= 8;
        bytes[next++] = held >> bits;
        held &= (1 << bits) - 1;
      }
    }
    return bytes;
  }

  // A stream of LZMA with its header; the specification is that of the LZMA SDK by Igor Pavlov, in the public domain.
  function decoded(input) {
    const lc = input[0] % 9;
    const lp = Math.floor(input[0] / 9) % 5;
    const pb = Math.floor(input[0] / 45);
    const view = new DataView(input.buffer);
    const out = new Uint8Array(view.getUint32(5, true));
    let at = 14;
    let range = 0xffffffff;
    let code = view.getUint32(14) >>> 0;
    at = 18;
    const probabilities = (count) => new Uint16Array(count).fill(1024);

    function bit(table, index) {
      const bound = (range >>> 11) * table[index];
      let result = 0;
      if (code < bound) {
        range = bound;
        table[index] += (2048 - table[index]) >> 5;
      } else {
        range -= bound;
        code -= bound;
        table[index] -= table[index] >> 5;
        result = 1;
      }
      if (range < 0x1000000) {
        range = (range << 8) >>> 0;
        code = ((code << 8) | input[at++]) >>> 0;
      }
      return result;
    }

    function direct(count) {
      let result = 0;
      for (let i = 0; i < count; i++) {
        range >>>= 1;
        const one = code >= range ? 1 : 0;
        code -= one * range;
        result = result * 2 + one;
        if (range < 0x1000000) {
          range = (range << 8) >>> 0;
          code = ((code << 8) | input[at++]) >>> 0;
        }
      }
      return result;
    }

    function tree(table, offset, count) {
      let m = 1;
      for (let i = 0; i < count; i++) {
        m = (m << 1) | bit(table, offset + m);
      }
      return m - (1 << count);
    }

    function reversed(table, offset, count) {
      let m = 1;
      let result = 0;
      for (let i = 0; i < count; i++) {
        const one = bit(table, offset + m);
        m = (m << 1) | one;
        result |= one << i;
      }
      return result;
    }

    const lengths = () => ({ choice: probabilities(2), low: probabilities(128), mid: probabilities(128), high: probabilities(256) });

    function length(coder, position) {
      if (!bit(coder.choice, 0)) {
        return tree(coder.low, position << 3, 3);
      }
      return bit(coder.choice, 1) ? 16 + tree(coder.high, 0, 8) : 8 + tree(coder.mid, position << 3, 3);
    }

    const literals = probabilities(0x300 << (lc + lp));
    const isMatch = probabilities(12 << 4);
    const isRep = probabilities(12);
    const isRep0 = probabilities(12);
    const isRep1 = probabilities(12);
    const isRep2 = probabilities(12);
    const isRep0Long = probabilities(12 << 4);
    const slots = probabilities(4 << 6);
    const special = probabilities(128);
    const align = probabilities(16);
    const matches = lengths();
    const repeats = lengths();
    let [rep0, rep1, rep2, rep3] = [0, 0, 0, 0];
    let state = 0;
    let next = 0;
    while (next < out.length) {
      const position = next & ((1 << pb) - 1);
      if (!bit(isMatch, (state << 4) + position)) {
        const before = next > 0 ? out[next - 1] : 0;
        const offset = 0x300 * (((next & ((1 << lp) - 1)) << lc) + (before >> (8 - lc)));
        let symbol = 1;
        if (state >= 7) {
          let match = out[next - rep0 - 1];
          do {
            const wanted = (match >> 7) & 1;
            match <<= 1;
            const found = bit(literals, offset + ((1 + wanted) << 8) + symbol);
            symbol = (symbol << 1) | found;
            if (wanted !== found) {
              break;
            }
          } while (symbol < 0x100);
        }
        while (symbol < 0x100) {
          symbol = (symbol << 1) | bit(literals, offset + symbol);
        }
        out[next++] = symbol;
        state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
        continue;
      }
      let count;
      if (bit(isRep, state)) {
        if (!bit(isRep0, state)) {
          if (!bit(isRep0Long, (state << 4) + position)) {
            state = state < 7 ? 9 : 11;
            out[next] = out[next - rep0 - 1];
            next++;
            continue;
          }
        } else if (!bit(isRep1, state)) {
          [rep0, rep1] = [rep1, rep0];
        } else if (!bit(isRep2, state)) {
          [rep0, rep1, rep2] = [rep2, rep0, rep1];
        } else {
          [rep0, rep1, rep2, rep3] = [rep3, rep0, rep1, rep2];
        }
        count = length(repeats, position);
        state = state < 7 ? 8 : 11;
      } else {
        [rep1, rep2, rep3] = [rep0, rep1, rep2];
        count = length(matches, position);
        state = state < 7 ? 7 : 10;
        const slot = tree(slots, Math.min(count, 3) << 6, 6);
        rep0 = slot;
        if (slot >= 4) {
          const footer = (slot >> 1) - 1;
          rep0 = (2 | (slot & 1)) * 2 ** footer;
          rep0 += slot < 14 ? reversed(special, rep0 - slot, footer) : direct(footer - 4) * 16 + reversed(align, 0, 4);
        }
      }
      for (let end = Math.min(next + count + 2, out.length); next < end; next++) {
        out[next] = out[next - rep0 - 1];
      }
    }
    return out;
  }

  return (text) => decoded(bytesOf(text));
})();
