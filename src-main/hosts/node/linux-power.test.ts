import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createLinuxPowerSource } from './linux-power.ts';

type Supplies = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A folder shaped like `/sys/class/power_supply`. */
async function powerFolder(supplies: Supplies): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'akin-power-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeSupplies(folder, supplies);
  return folder;
}

async function writeSupplies(folder: string, supplies: Supplies): Promise<void> {
  for (const [name, words] of Object.entries(supplies)) {
    await mkdir(path.join(folder, name), { recursive: true });
    for (const [key, value] of Object.entries(words)) await writeFile(path.join(folder, name, key), `${value}\n`);
  }
}

const read = async (supplies: Supplies) => createLinuxPowerSource({ folder: await powerFolder(supplies) }).read();
const discharging = { type: 'Battery', present: '1', status: 'Discharging', capacity: '60' };

it('knows a laptop on battery from one that is plugged in, whatever the charger', async () => {
  const unplugged = { onBattery: true, level: 0.6 };
  expect(await read({ AC: { type: 'Mains', online: '0' }, BAT0: discharging })).toEqual(unplugged);
  expect(await read({ BAT0: discharging })).toEqual(unplugged);
  const plugged = { onBattery: false, level: 0.6 };
  expect(await read({ AC: { type: 'Mains', online: '1' }, BAT0: discharging })).toEqual(plugged);
  expect(await read({ ucsi: { type: 'USB', online: '1' }, BAT0: { ...discharging, status: 'Charging' } })).toEqual(plugged);
  expect(await read({ AC: { type: 'Mains', online: '0' }, BAT0: { ...discharging, status: 'Full' } })).toEqual(plugged);
});

it('takes batteries together, and leaves out those of devices and empty bays', async () => {
  const supplies = {
    BAT0: { ...discharging, capacity: '20' },
    BAT1: { ...discharging, status: 'Unknown', capacity: '80' },
    BAT2: { type: 'Battery', present: '0' },
    mouse: { ...discharging, scope: 'Device', capacity: '1' },
  };
  expect(await read(supplies)).toEqual({ onBattery: true, level: 0.5 });
  expect(await read({ BAT0: { type: 'Battery', status: 'Discharging' } })).toEqual({ onBattery: true, level: null });
});

it('says nothing of a machine without battery', async () => {
  expect(await read({ AC: { type: 'Mains', online: '1' }, mouse: { ...discharging, scope: 'Device' } })).toBeNull();
  expect(createLinuxPowerSource({ folder: '/nonexistent' }).read()).toBeNull();
});

it('tells of the plug being pulled', async () => {
  const folder = await powerFolder({ AC: { type: 'Mains', online: '1' }, BAT0: discharging });
  const source = createLinuxPowerSource({ folder, pollMs: 5 });
  const listener = vi.fn<() => void>();
  onTestFinished(source.subscribe(listener));
  await writeSupplies(folder, { AC: { online: '0' } });
  await expect.poll(() => listener.mock.calls.length).toBeGreaterThan(0);
  expect(source.read()).toEqual({ onBattery: true, level: 0.6 });
});
