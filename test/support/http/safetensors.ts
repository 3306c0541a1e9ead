/** A whole `.safetensors` file with one tensor of `dataBytes` bytes, the same each time. */
export function safetensors(dataBytes = 64): Buffer {
  const tensor = { dtype: 'U8', shape: [dataBytes], data_offsets: [0, dataBytes] };
  const header = Buffer.from(JSON.stringify({ lora: tensor }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.byteLength));
  const data = Buffer.alloc(dataBytes);
  for (let at = 0; at < dataBytes; at += 1) data[at] = (at * 7) % 251;
  return Buffer.concat([length, header, data]);
}
