// Starts the script of the page, which the build has packed.
const packed = Uint8Array.from(atob(document.getElementById('packed').textContent), (c) => c.charCodeAt(0));
const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
new Function(await new Response(unpacked).text())();
