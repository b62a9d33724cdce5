import { documentMethods } from './documents.ts';
import { engineMethods } from './engine.ts';
import { evaluationMethods } from './evaluation.ts';
import { libraryMethods, progress } from './library.ts';
import { onboardingMethods } from './onboarding.ts';
import { personalMethods, personalRevisions } from './personal.ts';
import { privacyMethods } from './privacy.ts';
import { rerankMethods } from './rerank.ts';
import { searchMethods } from './search.ts';
import { settingsMethods } from './settings.ts';
import { defineTable } from './table.ts';
import { whyMethods } from './why.ts';

/** Raised with every change that an older client or engine would misread. */
export const PROTOCOL_VERSION = 5;

/** All that a host or a page can ask of the engine. */
export const contract = defineTable({
  methods: {
    ...libraryMethods,
    ...documentMethods,
    ...onboardingMethods,
    ...searchMethods,
    ...rerankMethods,
    ...whyMethods,
    ...evaluationMethods,
    ...personalMethods,
    ...privacyMethods,
    ...settingsMethods,
    ...engineMethods,
  },
  topics: {
    /** Counts and activity of the whole library. */
    progress: { value: progress },
    /** History, recents and saved searches: so that two open pages stay in step. */
    personal: { value: personalRevisions },
  },
});
export type Contract = typeof contract;

export * from './anchor.ts';
export * from './documents.ts';
export * from './encodings.ts';
export * from './engine.ts';
export * from './errors.ts';
export * from './evaluation.ts';
export * from './library.ts';
export * from './onboarding.ts';
export * from './personal.ts';
export * from './privacy.ts';
export * from './rerank.ts';
export * from './search.ts';
export * from './settings.ts';
export * from './table.ts';
export * from './why.ts';
