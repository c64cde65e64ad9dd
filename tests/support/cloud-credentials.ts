import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'

/** A workload's identity, changed for tokens at the vendor's address: what GOOGLE_APPLICATION_CREDENTIALS may name. Answers the file. */
export function writeIdentity(folder: string, vendorUrl: string): string {
  const subject = path.join(folder, 'subject-token')
  writeFileSync(subject, 'who-i-am-elsewhere')
  return write(folder, {
    type: 'external_account',
    audience: '//iam.googleapis.com/projects/472311/locations/global/workloadIdentityPools/tests/providers/loopback',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${vendorUrl}/token`,
    credential_source: { file: subject },
  })
}

/** A service account with a key of its own. Where it is changed for tokens is Google's, whatever the file says: tests lead that elsewhere. */
export function writeServiceAccount(folder: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  return write(folder, {
    type: 'service_account',
    project_id: 'bakery-472311',
    private_key_id: '0123456789abcdef',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: 'unfold@bakery-472311.iam.gserviceaccount.com',
  })
}

function write(folder: string, content: object): string {
  const file = path.join(folder, 'credentials.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}
