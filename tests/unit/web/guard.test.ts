import { describe, expect, it } from 'vitest'
import { createGuard, isPublic } from '../../../lib/web/guard.ts'
import { fc } from '../../support/property.ts'

const elsewhere = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '::ffff:0:127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::a00:1',
  '100::1',
  '2001::7f00:1',
  '2001:2::1',
  '2001:10::1',
  '2001:20::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2002:a9fe:a9fe::1',
  '3fff::1',
  '5f00::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '2606:4700::1%eth0',
  'localhost',
  '',
  '1.2.3',
]

describe('which addresses are on the open internet', () => {
  it.each(elsewhere)('%s is not', (address) => {
    expect(isPublic(address)).toBe(false)
  })

  it.each(['8.8.8.8', '93.184.215.14', '172.32.0.1', '100.128.0.1', '2606:4700::6810:84e5', '2a00:1450:4001::200e'])(
    '%s is',
    (address) => {
      expect(isPublic(address)).toBe(true)
    },
  )
})

const outside = async (): Promise<string[]> => ['93.184.215.14']

describe('where a request may go', () => {
  it.each([
    'ftp://example.com/',
    'file:///etc/passwd',
    'gopher://example.com/',
    'data:text/html,hello',
    'http://user@example.com/',
    'https://user:secret@example.com/',
    'http://example.com:22/',
    'http://example.com:8080/',
    'nonsense',
    `https://example.com/${'a'.repeat(2_100)}`,
  ])('%s is no address to be used', async (address) => {
    await expect(createGuard([], outside).check(address, false)).rejects.toMatchObject({ reason: 'unusable_address' })
  })

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://１２７.０.０.１/',
  ])('%s is an address of this machine or its network', async (address) => {
    await expect(createGuard([], outside).check(address, false)).rejects.toMatchObject({ reason: 'private_address' })
  })

  it('refuses a name with one private address among public ones', async () => {
    const mixed = createGuard([], async () => ['93.184.215.14', '10.0.0.7'])
    await expect(mixed.check('https://example.com/', false)).rejects.toMatchObject({ reason: 'private_address' })
  })

  it('refuses any name when any of its addresses is not public', async () => {
    const octet = fc.integer({ min: 0, max: 255 })
    const v4 = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(v4, fc.constantFrom(...elsewhere)), { minLength: 1 }), async (addresses) => {
        const guard = createGuard([], async () => addresses)
        const passed = await guard.check('https://example.com/', false).then(
          (target) => target.addresses,
          () => null,
        )
        expect(passed).toEqual(addresses.every(isPublic) ? addresses : null)
      }),
      { numRuns: 300 },
    )
  })

  it('knows a named host by the usual port of its scheme', async () => {
    const guard = createGuard(['wiki.intranet:80', 'shop.intranet:443'], async () => ['10.0.0.7'])
    for (const address of ['http://wiki.intranet/', 'http://wiki.intranet:80/', 'https://shop.intranet/'])
      expect((await guard.check(address, true)).addresses).toEqual(['10.0.0.7'])
    for (const address of ['https://wiki.intranet/', 'http://shop.intranet/'])
      await expect(guard.check(address, true)).rejects.toMatchObject({ reason: 'private_address' })
  })

  it('lets a named host stand anywhere, on its own port, for those who came from a named one', async () => {
    const guard = createGuard(['wiki.intranet', 'shop.intranet:8080'], async () => ['10.0.0.7'])
    expect((await guard.check('http://wiki.intranet/', true)).addresses).toEqual(['10.0.0.7'])
    expect((await guard.check('http://shop.intranet:8080/', true)).addresses).toEqual(['10.0.0.7'])
    for (const address of ['http://wiki.intranet:8080/', 'http://shop.intranet:8081/'])
      await expect(guard.check(address, true)).rejects.toMatchObject({ reason: 'unusable_address' })
    await expect(guard.check('http://shop.intranet/', true)).rejects.toMatchObject({ reason: 'private_address' })
    await expect(guard.check('http://wiki.intranet/', false)).rejects.toMatchObject({ reason: 'private_address' })
  })
})
