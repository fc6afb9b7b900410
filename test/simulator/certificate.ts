import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A self-signed certificate for loopback, good for a day; nothing is left on disk. */
export async function makeCertificate(): Promise<{ readonly key: string; readonly cert: string }> {
  const { stdout } = await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'],
    ...['-days', '1', '-keyout', '-', '-out', '-'],
  ]);
  const block = (label: string): string =>
    new RegExp(`-----BEGIN ${label}-----[^]+?-----END ${label}-----\n`).exec(stdout)?.[0] ?? '';
  return { key: block('PRIVATE KEY'), cert: block('CERTIFICATE') };
}
