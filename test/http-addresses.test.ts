import { describe, expect, test } from 'vitest';
import { createGuard } from '../src/http-guard.ts';

describe('addresses that downloads may use', () => {
  const strict = createGuard({ allowPrivate: false });
  const lenient = createGuard({ allowPrivate: true });

  test.each([
    ['https://cdn.example.com/a.mp3', null, null],
    ['https://cdn.example.com:443/a.mp3', null, null],
    ['https://93.184.216.34/a.mp3', null, null],
    ['https://[2606:4700::1111]/a.mp3', null, null],
    ['https://[::ffff:93.184.216.34]/a.mp3', null, null],
    ['http://cdn.example.com/a.mp3', 'url', null],
    ['https://cdn.example.com:8443/a.mp3', 'url', null],
    ['https://me@cdn.example.com/a.mp3', 'url', 'url'],
    ['javascript:alert(1)', 'url', 'url'],
    ['data:audio/mpeg;base64,AAAA', 'url', 'url'],
    ['cdn.example.com/a.mp3', 'url', 'url'],
    ['', 'url', 'url'],
    ['http://127.0.0.1:4900/a.mp3', 'address', null],
    ['https://192.168.1.1/a.mp3', 'address', null],
    ['https://[fd00::1]/a.mp3', 'address', null],
    ['https://169.254.169.254/latest', 'address', 'address'],
    ['https://[fe80::1]/a', 'address', 'address'],
    ['https://0.0.0.0/a', 'address', 'address'],
    ['https://100.64.0.1/a', 'address', 'address'],
    ['https://198.18.0.1/a', 'address', 'address'],
    ['https://192.0.0.8/a', 'address', 'address'],
    ['https://224.0.0.1/a', 'address', 'address'],
    ['https://255.255.255.255/a', 'address', 'address'],
    ['https://[64:ff9b::7f00:1]/a', 'address', 'address'],
    ['https://[64:ff9b:1::7f00:1]/a', 'address', 'address'],
    ['https://[2002:7f00:1::]/a', 'address', 'address'],
    ['https://[2001::1]/a', 'address', 'address'],
    ['https://[::7f00:1]/a', 'address', 'address'],
    ['https://[::ffff:0:7f00:1]/a', 'address', 'address'],
    ['https://[fec0::1]/a', 'address', 'address'],
    ['https://[ff02::1]/a', 'address', 'address'],
    ['https://[4000::1]/a', 'address', 'address'],
  ])('%s', (url, normally, whenPrivateIsAllowed) => {
    expect(strict.judge(url)).toBe(normally);
    expect(lenient.judge(url)).toBe(whenPrivateIsAllowed);
  });
});
