import { z } from 'zod';

export const processReport = z.object({
  role: z.string(),
  pid: z.int(),
  memoryBytes: z.number().nullable(),
  restarts: z.int(),
});

export const doctorReport = z.object({
  versions: z.record(z.string(), z.string()),
  dataFolder: z.string(),
  /** Where the lock and the socket of the running engine are. */
  lockPath: z.string(),
  socketPath: z.string(),
  model: z.object({
    key: z.string(),
    dimensions: z.int(),
    maxTokens: z.int(),
    weights: z.string(),
    batchTokens: z.int(),
    processes: z.int(),
    /** Non-padding tokens a second of one process in the self-test, by weight file; empty before the first self-test. */
    tokensPerSecond: z.record(z.string(), z.number()),
    agreement: z.record(z.string(), z.number()),
  }),
  /** Null where none is installed. */
  reranker: z
    .object({
      key: z.string(),
      languages: z.union([z.array(z.string()), z.literal('multilingual')]),
      licence: z.string(),
      maxTokens: z.int(),
      isOn: z.boolean(),
    })
    .nullable(),
  processor: z.object({ name: z.string(), cores: z.int(), features: z.array(z.string()) }),
  processes: z.array(processReport),
  index: z.object({ chunks: z.int(), vectors: z.int(), sizeBytes: z.number() }),
  /** Empty where everything is sound; else sentences for people, each naming its remedy. */
  faults: z.array(z.string()),
});
export type DoctorReport = z.infer<typeof doctorReport>;

export const engineMethods = {
  /** Versions, model, processes, paths and an integrity check of catalogue and index. */
  'engine.doctor': { params: z.object({}), result: doctorReport, isHostOnly: true },
  /** Erases catalogue, index, extracted texts and settings. The user's files stay untouched. */
  'engine.forgetAll': { params: z.object({}), result: z.null(), isHostOnly: true },
  /** Ends the engine once the reply is sent; queued work stays queued for the next start. */
  'engine.stop': { params: z.object({}), result: z.null(), isHostOnly: true },
} as const;
