#!/bin/sh
# Archives the classes of a distribution in a form that Java maps into memory, so that it starts faster. Arguments: the Java,
# the folder of the distribution, and its class path. Prints nothing, because it usually runs in the background. It leaves a
# complete archive or none. A failure is not repeated at each start.
set -u
java=$1
home=$2
jars=$3
lib=$home/lib
new=$lib/gradus.jsa.new

# Only one process at a time. An interrupted one leaves this folder behind.
if ! mkdir "$new" 2>/dev/null; then
  [ -n "$(find "$new" -prune -mmin +10 2>/dev/null)" ] || exit 0
  rm -rf "$new"
  mkdir "$new" || exit 0
fi
trap 'rm -rf "$new"' EXIT
trap 'exit 1' HUP INT TERM

printf '%s\n' "$home" >"$new/home" || exit 1
if "$java" -Xshare:dump -XX:+UseG1GC -Xlog:all=off -XX:SharedClassListFile="$lib/gradus.classes" \
  -XX:SharedArchiveFile="$new/gradus.jsa" -cp "$jars" && [ -f "$new/gradus.jsa" ]; then
  # With the plugins of this class path, Java need not look for them.
  rm -f "$lib/gradus.jsa.plugins"
  mv -f "$new/gradus.jsa" "$lib/gradus.jsa"
  "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:all=off -cp "$jars" dev.gradus.cli.InstalledPlugins \
    >"$new/plugins" && mv -f "$new/plugins" "$lib/gradus.jsa.plugins"
else
  rm -f "$lib/gradus.jsa"
fi
# This comes last, because it says that the archive can be used.
mv -f "$new/home" "$lib/gradus.jsa.home"
