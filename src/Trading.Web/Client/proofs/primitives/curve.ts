// The recommended curve of GB/T 32918.5, on a generic short Weierstrass curve.
import { weierstrass, type WeierstrassPoint } from '@noble/curves/abstract/weierstrass.js';
import { concat, fromInteger, toInteger, type Bytes } from './bytes';
import { draw, type Entropy } from './entropy';

export const field_size = 32;
export const point_size = 1 + 2 * field_size;

const parameters = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};

const Point = weierstrass(parameters);

export type CurvePoint = WeierstrassPoint<bigint>;

/** The order of the group. */
export const order = parameters.n;

/** a ‖ b ‖ xG ‖ yG, as every Z begins after the identity. */
export const curveText = concat(
  ...[parameters.a, parameters.b, parameters.Gx, parameters.Gy].map((value) => fromInteger(value, field_size)));

/** k·G for k in [1, n−1]. */
export function timesBase(k: bigint): CurvePoint {
  return Point.BASE.multiply(k);
}

/** s·G + t·P for public numbers: its time depends on them. */
export function sumOfTwo(s: bigint, point: CurvePoint, t: bigint): CurvePoint {
  return Point.BASE.mulAddUnsafe(s, point, t);
}

/**
 * d·P for a point a stranger chose. The scalar goes in as two random parts, so that nobody can choose points whose
 * timing tells of d.
 */
export function timesBlinded(point: CurvePoint, d: bigint, entropy: Entropy): CurvePoint {
  for (;;) {
    const part = toInteger(draw(entropy, 48)) % order;
    const rest = modulo(d - part);
    if (part !== 0n && rest !== 0n) {
      return point.multiply(part).add(point.multiply(rest));
    }
  }
}

/** An uncompressed point that lies on the curve and is not infinity; null for anything else. */
export function decodePoint(bytes: Uint8Array): CurvePoint | null {
  return bytes.length === point_size && bytes[0] === 4
    ? pointOf(bytes.subarray(1, 1 + field_size), bytes.subarray(1 + field_size))
    : null;
}

/** The point of two coordinates; null when it is not on the curve: such a point would leak a private key bit by bit. */
export function pointOf(x: Uint8Array, y: Uint8Array): CurvePoint | null {
  const at = { x: toInteger(x), y: toInteger(y) };
  if (at.x >= parameters.p || at.y >= parameters.p || (at.x === 0n && at.y === 0n)) {
    return null;
  }

  try {
    const point = Point.fromAffine(at);
    point.assertValidity();
    return point;
  } catch {
    return null;
  }
}

/** x and y, 32 bytes each; the point is not infinity. */
export function coordinates(point: CurvePoint): readonly [Bytes, Bytes] {
  const { x, y } = point.toAffine();
  return [fromInteger(x, field_size), fromInteger(y, field_size)];
}

/** 0x04 ‖ x ‖ y. */
export function encodePoint(point: CurvePoint): Bytes {
  return concat([4], ...coordinates(point));
}

export function modulo(value: bigint): bigint {
  const rest = value % order;
  return rest < 0n ? rest + order : rest;
}

/** 1/value modulo the order. */
export function inverse(value: bigint): bigint {
  return Point.Fn.inv(modulo(value));
}

/** (octets mod (n−1)) + 1: a scalar in [1, n−1] without a loop. */
export function scalarFrom(octets: Uint8Array): bigint {
  return (toInteger(octets) % (order - 1n)) + 1n;
}
