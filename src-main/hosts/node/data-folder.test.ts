import { expect, test } from 'vitest';
import { chooseDataFolder } from './data-folder.ts';

test.each([
  ['linux', {}, '/home/a', '/home/a/.local/share/akin'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/home/a', '/data/akin'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/a', '/home/a/.local/share/akin'],
  ['linux', { AKIN_HOME: '/elsewhere', XDG_DATA_HOME: '/data' }, '/home/a', '/elsewhere'],
  ['linux', { AKIN_HOME: '' }, '/home/a', '/home/a/.local/share/akin'],
  ['darwin', {}, '/Users/a', '/Users/a/Library/Application Support/Akin'],
  ['win32', { LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' }, 'C:\\Users\\a', 'C:\\Users\\a\\AppData\\Local\\Akin'],
  ['win32', {}, 'C:\\Users\\a', 'C:\\Users\\a\\AppData\\Local\\Akin'],
] as const)('on %s with %j and the home %s it is %s', (platform, environment, home, folder) => {
  expect(chooseDataFolder({ platform, environment, home })).toBe(folder);
});
