import { generate } from 'selfsigned';

/** Creates a self-signed certificate for the hosts, as PEM. */
export function makeCertificate(hosts: readonly string[]): Promise<{ cert: string; private: string }> {
  return generate([{ name: 'commonName', value: 'Mail Ark demo service' }], {
    keyType: 'ec',
    curve: 'P-256',
    extensions: [{ name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) }],
  });
}
