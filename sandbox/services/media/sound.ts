const samplesPerFrame = 1152;
const samplesPerSecond = 44_100;
/** MPEG 1, layer III, 128 kbit/s, 44.1 kHz, one channel. @see ISO/IEC 11172-3, section 2.4.1.3 */
const frameHeader = Buffer.from([0xff, 0xfb, 0x90, 0xc4]);
const frameBytes = 417;

/** An MP3 of that length that any player opens. It is silent: all of its coefficients are zero. */
export function makeMp3(seconds: number): Buffer {
  const frames = Math.max(1, Math.round((seconds * samplesPerSecond) / samplesPerFrame));
  const frame = Buffer.concat([frameHeader, Buffer.alloc(frameBytes - frameHeader.length)]);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

/** A WAV with a falling tone. @see RIFF WAVE, Microsoft 1991 */
export function makeWav(seconds: number, startHz = 440): Buffer {
  const rate = 8_000;
  const samples = Math.round(seconds * rate);
  const bytes = Buffer.alloc(44 + samples * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples * 2, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    bytes.writeUInt16LE(value, at);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at += 1) {
    const hertz = startHz * (1 - at / samples / 2);
    bytes.writeInt16LE(Math.round(Math.sin((at / rate) * hertz * Math.PI * 2) * 8_000), 44 + at * 2);
  }
  return bytes;
}
