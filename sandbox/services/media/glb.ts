const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => [at & 1 ? 1 : -1, at & 2 ? 1 : -1, at & 4 ? 1 : -1]);
/** Two triangles for each side of a cube, by the numbers of its corners. */
const triangles = [
  ...[0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6],
  ...[0, 1, 4, 1, 5, 4, 2, 6, 3, 3, 6, 7],
  ...[0, 4, 2, 2, 4, 6, 1, 3, 5, 3, 7, 5],
];

/** A cube as a GLB that any viewer opens. `name` is written into it. @see glTF 2.0 specification, section 4.4 */
export function makeGlb(name: string): Buffer {
  const positions = Buffer.from(new Float32Array(corners.flat()).buffer);
  const indices = Buffer.from(new Uint16Array(triangles).buffer);
  const json = {
    asset: { version: '2.0', generator: 'Easel sandbox' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, name }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: corners.length, type: 'VEC3', min: [-1, -1, -1], max: [1, 1, 1] },
      { bufferView: 1, componentType: 5123, count: triangles.length, type: 'SCALAR' },
    ],
    bufferViews: [
      { buffer: 0, byteOffset: 0, byteLength: positions.length },
      { buffer: 0, byteOffset: positions.length, byteLength: indices.length },
    ],
    buffers: [{ byteLength: positions.length + indices.length }],
  };
  const chunks = [
    chunk('JSON', Buffer.from(JSON.stringify(json)), 0x20),
    chunk('BIN\0', Buffer.concat([positions, indices]), 0),
  ];
  const length = 12 + chunks.reduce((sum, each) => sum + each.length, 0);
  const head = Buffer.alloc(12);
  head.write('glTF', 0, 'latin1');
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(length, 8);
  return Buffer.concat([head, ...chunks]);
}

/** Filled up to a multiple of four bytes. */
function chunk(type: string, content: Buffer, filler: number): Buffer {
  const padded = Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4, filler)]);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(padded.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, padded]);
}
