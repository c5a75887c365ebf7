import { expect, test } from 'vitest';
import { createNetworks } from './networks.ts';

test.each([
  [['10.0.0.0/8'], '10.1.2.3', true],
  [['10.0.0.0/8'], '11.1.2.3', false],
  [['10.0.0.0/8'], '::ffff:10.1.2.3', true],
  [['10.0.0.0/8'], '::ffff:a01:203', true],
  [['10.0.0.0/8'], '::ffff:b01:203', false],
  [['192.0.2.7'], '192.0.2.7', true],
  [['192.0.2.7'], '192.0.2.8', false],
  [['2001:db8::/32'], '2001:db8::1', true],
  [['2001:db8::/32'], '2001:db9::1', false],
  [['loopback'], '127.0.0.1', true],
  [['loopback'], '::1', true],
  [['loopback'], '10.0.0.1', false],
  [['linklocal'], 'fe80::1%eth0', true],
  [['uniquelocal'], '172.31.255.1', true],
  [['uniquelocal'], '172.32.0.1', false],
  [[], '127.0.0.1', false],
  [['loopback'], '', false],
  [['loopback'], 'localhost', false],
] as [string[], string, boolean][])('%o holds %s: %s', (networks, address, expected) => {
  expect(createNetworks(networks)(address)).toBe(expected);
});
