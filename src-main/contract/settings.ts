import { z } from 'zod';

/** Every setting with its schema and default. Kept in the catalogue; an unknown or invalid stored value reads as the default. */
export const settingsSchema = z.object({
  /** Which weight file of the model to use; `auto` takes what the self-test found fastest on this machine. */
  'embedding.weights': z.enum(['auto', 'int8', 'fp16']).default('auto'),
  /** Processes that embed in bulk; 0 takes what the self-test found best. */
  'embedding.processes': z.int().min(0).max(64).default(0),
  /** `auto`: results are reranked where a reranker is installed and helps with the query. */
  'search.reranker': z.enum(['auto', 'off']).default('auto'),
  /** Processes that read files; 0 takes one per core, four at most. */
  'extraction.processes': z.int().min(0).max(16).default(0),
  /** Larger files stay findable by name alone. */
  'extraction.maxFileSizeMb': z.int().min(1).max(4096).default(256),
  /** A file that takes longer to read is given up after a second try. */
  'extraction.timeoutSeconds': z.int().min(1).max(3600).default(60),
  /** Extensions that are read as plain text beside the known ones, separated by commas: `nfo, tab`. */
  'extraction.textExtensions': z
    .string()
    .regex(/^\s*(?:\.?[\p{L}\p{N}_+-]{1,24}\s*(?:,\s*|$))*$/u, 'extensions separated by commas')
    .default(''),
  /** Cores that reading and embedding may use together; 0 takes all. */
  'indexing.cores': z.int().min(0).max(256).default(0),
  /** What indexing does while the machine runs on battery: nothing, half the cores at most (nothing below 20 %), or as ever. */
  'indexing.onBattery': z.enum(['pause', 'slow', 'full']).default('slow'),
  /**
   * How vectors are searched from 10,000 passages on: all of them (`exact`), or preselected by codes of eight bits a
   * dimension (`int8`), of one (`binary`, smallest), or of five (`auto`). Those selected are scored by their full vectors.
   */
  'search.vectorIndex': z.enum(['auto', 'exact', 'int8', 'binary']).default('auto'),
  /** Off: changes are found by the scan at start and by `library.rescan` only. */
  'watching.enabled': z.boolean().default(true),
  /** Off: no queries and no opened documents are kept, and those that were are erased at once. Saved searches stay. */
  'history.enabled': z.boolean().default(true),
  /** How the page looks: `auto` follows the system, or the browser's languages. */
  'appearance.theme': z.enum(['auto', 'light', 'dark']).default('auto'),
  'appearance.density': z.enum(['cosy', 'compact']).default('cosy'),
  'appearance.motion': z.enum(['auto', 'reduced']).default('auto'),
  'appearance.language': z.enum(['auto', 'en', 'fa', 'ru', 'zh']).default('auto'),
});
export type Settings = z.infer<typeof settingsSchema>;
export type SettingKey = keyof Settings;

const settingValue = z.union([z.string(), z.number(), z.boolean()]);
export const setting = z.object({ key: z.string(), value: settingValue, defaultValue: settingValue });
export type Setting = z.infer<typeof setting>;

export const settingsMethods = {
  'settings.list': { params: z.object({}), result: z.array(setting) },
  /** Errors: invalidSetting for an unknown key or a value out of range, with `details.expected`. */
  'settings.set': { params: z.object({ key: z.string(), value: settingValue }), result: setting },
  'settings.reset': { params: z.object({ key: z.string() }), result: setting },
} as const;
