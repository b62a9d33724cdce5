import { EngineError, settingsSchema, type Setting, type SettingKey, type Settings } from '#contract';
import type { Catalogue } from './catalogue/catalogue.ts';

export type SettingsStore = {
  all(): Settings;
  list(): Setting[];
  /** Errors: invalidSetting. */
  set(key: string, value: string | number | boolean): Setting;
  reset(key: string): Setting;
};

/** One setting as the catalogue keeps it: JSON by key. A stored value that no longer parses reads as the default. */
export function readSetting<K extends SettingKey>(catalogue: Pick<Catalogue, 'setting'>, key: K): Settings[K] {
  const stored = catalogue.setting(key);
  const parsed = settingsSchema.shape[key].safeParse(stored === null ? undefined : parseJson(stored));
  return (parsed.success ? parsed.data : settingsSchema.parse({})[key]) as Settings[K];
}

/** All settings of a catalogue. `onChange` hears of each that was set or reset. */
export function createSettings(catalogue: Catalogue, onChange: (key: SettingKey) => void): SettingsStore {
  const defaults = settingsSchema.parse({});
  const keys = Object.keys(defaults) as SettingKey[];

  function requireKey(key: string): SettingKey {
    const known = keys.find((candidate) => candidate === key);
    if (known === undefined) {
      throw new EngineError('invalidSetting', `no setting ${key}`, { details: { key, expected: keys.join(', ') } });
    }
    return known;
  }

  /** Asked for every file that is read. */
  let known: Settings | null = null;

  const describe = (key: SettingKey): Setting => ({ key, value: readSetting(catalogue, key), defaultValue: defaults[key] });

  return {
    all: () => (known ??= Object.fromEntries(keys.map((key) => [key, readSetting(catalogue, key)])) as Settings),
    list: () => keys.map(describe),
    set(name, value) {
      const key = requireKey(name);
      const parsed = settingsSchema.shape[key].safeParse(value);
      if (!parsed.success) {
        const expected = parsed.error.issues.map((issue) => issue.message).join('; ');
        throw new EngineError('invalidSetting', `${key}: ${expected}`, { details: { key, expected } });
      }
      catalogue.setSetting(key, JSON.stringify(parsed.data));
      known = null;
      onChange(key);
      return describe(key);
    },
    reset(name) {
      const key = requireKey(name);
      catalogue.setSetting(key, null);
      known = null;
      onChange(key);
      return describe(key);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
