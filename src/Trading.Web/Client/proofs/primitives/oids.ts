// Object identifiers of GM/T 0006, GM/T 0010 and RFC 8018 that are read or written here.
export const oids = {
  ecPublicKey: '1.2.840.10045.2.1',
  curve: '1.2.156.10197.1.301',
  sm2WithSm3: '1.2.156.10197.1.501',
  sm2Encryption: '1.2.156.10197.1.301.3',
  sm4Cbc: '1.2.156.10197.1.104.2',
  data: '1.2.156.10197.6.1.4.2.1',
  envelopedData: '1.2.156.10197.6.1.4.2.3',
  hmacSm3: '1.2.156.10197.1.401.3.1',
  hmacSm3Registered: '1.2.156.10197.1.401.2',
  hmacSha256: '1.2.840.113549.2.9',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
} as const;
