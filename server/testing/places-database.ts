import ipaddr from 'ipaddr.js';

/** What stands in such a file: maps, lists, texts, numbers. */
type Value = string | number | Value[] | { [key: string]: Value };

/** The types of MaxMind DB, version 2. */
const TYPE = { text: 2, uint32: 6, map: 7, list: 11 };
const RECORD_BITS = 24;
const SEPARATOR = Buffer.alloc(16);
const MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');

/** A record of the tree: another node, data by its offset, or nothing. */
type Branch = { node: number } | { data: number } | undefined;

/**
 * A small database of places in MaxMind's format (version 2.0 of https://maxmind.github.io/MaxMind-DB/), for tests.
 * @param networks what is known of each, `{ '81.2.69.0/24': { city: { names: { en: 'London' } } } }`; none within another
 */
export function placesDatabase(
  networks: Record<string, Value>,
  { ipVersion = 6 }: { ipVersion?: 4 | 6 } = {},
) {
  const nodes: [Branch, Branch][] = [[undefined, undefined]];
  const data: Buffer[] = [];
  for (const [network, value] of Object.entries(networks)) {
    const offset = data.reduce((sum, { length }) => sum + length, 0);
    data.push(encode(value));
    plant(nodes, bitsOf(network, ipVersion), offset);
  }
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 0,
    database_type: 'Tests-City',
    description: { en: 'for tests' },
    ip_version: ipVersion,
    languages: ['en', 'fr'],
    node_count: nodes.length,
    record_size: RECORD_BITS,
  });
  const tree = nodes.flat().map((branch) => {
    const record = Buffer.alloc(RECORD_BITS / 8);
    record.writeUIntBE(recordOf(branch, nodes.length), 0, record.length);
    return record;
  });
  return Buffer.concat([...tree, SEPARATOR, ...data, MARKER, metadata]);
}

function plant(nodes: [Branch, Branch][], bits: number[], offset: number) {
  let at = 0;
  for (const [depth, bit] of bits.entries()) {
    const node = nodes[at];
    if (!node) throw new Error('the tree has a hole');
    if (depth === bits.length - 1) {
      node[bit ? 1 : 0] = { data: offset };
      return;
    }
    const next = node[bit ? 1 : 0];
    if (next && 'data' in next) throw new Error('a network lies within another');
    at = next?.node ?? nodes.push([undefined, undefined]) - 1;
    node[bit ? 1 : 0] = { node: at };
  }
}

/** Networks of IPv4 stand at ::/96 in a tree of IPv6. */
function bitsOf(network: string, ipVersion: 4 | 6) {
  const [address, length] = ipaddr.parseCIDR(network);
  const bits = address.toByteArray().flatMap((byte) => [...byte.toString(2).padStart(8, '0')].map(Number));
  const before = ipVersion === 6 && address.kind() === 'ipv4' ? Array.from({ length: 96 }, () => 0) : [];
  return [...before, ...bits.slice(0, length)];
}

function recordOf(branch: Branch, count: number) {
  if (!branch) return count;
  return 'node' in branch ? branch.node : count + SEPARATOR.length + branch.data;
}

function encode(value: Value): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([control(TYPE.text, text.length), text]);
  }
  if (typeof value === 'number') {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(value);
    return Buffer.concat([control(TYPE.uint32, number.length), number]);
  }
  if (Array.isArray(value)) return Buffer.concat([control(TYPE.list, value.length), ...value.map(encode)]);
  const pairs = Object.entries(value);
  return Buffer.concat([control(TYPE.map, pairs.length), ...pairs.flat().map(encode)]);
}

/** What comes before each value: its type, from 8 on in a byte of its own, and its size, here below 285. */
function control(type: number, size: number) {
  const small = Math.min(size, 29);
  return Buffer.from([
    (type > 7 ? 0 : type << 5) | small,
    ...(type > 7 ? [type - 7] : []),
    ...(size > 28 ? [size - 29] : []),
  ]);
}
