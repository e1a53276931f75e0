import { describe, expect, it } from 'vitest';
import { findAllowedAddress, kindOfPath } from '../../../lib/sources/asset-address.ts';

const rules = { base: 'https://web.example/mail/1', origins: ['https://img.example'] };

describe('an address that may be asked for', () => {
  it.each([
    ['https://img.example/a.jpg', 'https://img.example/a.jpg'],
    ['http://img.example/a.jpg', 'https://img.example/a.jpg'],
    ['//img.example/a.jpg', 'https://img.example/a.jpg'],
    [' https://IMG.example:443/b/../a.jpg#x ', 'https://img.example/a.jpg'],
    ['https://user:word@img.example/a.jpg?signed=1', 'https://img.example/a.jpg?signed=1'],
    ['https://img.example/사진.jpg', 'https://img.example/%EC%82%AC%EC%A7%84.jpg'],
  ])('%s is %s', (address, asked) => {
    expect(findAllowedAddress(address, rules)?.href).toBe(asked);
  });

  it.each([
    '/a.jpg',
    'https://web.example/a.jpg',
    'https://img.example.evil.example/a.jpg',
    'https://img.example:8443/a.jpg',
    'http://img.example:8080/a.jpg',
    'ftp://img.example/a.jpg',
    'blob:https://img.example/a',
    'javascript:alert(1)',
    'https://',
    '',
  ])('%j is none', (address) => {
    expect(findAllowedAddress(address, rules)).toBeUndefined();
  });
});

describe('the kind a name promises', () => {
  it.each([
    ['/a/b.JPEG', 'image'],
    ['/a.jfif', 'image'],
    ['/a.mp4', 'video'],
    ['/a.m4a', 'audio'],
    ['/a.html', undefined],
    ['/jpg', undefined],
  ])('of %s is %s', (path, kind) => {
    expect(kindOfPath(path)).toBe(kind);
  });
});
