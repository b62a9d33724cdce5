import { EngineError } from '#contract';

/** Why a model folder cannot be used; travels as `details.reason` of `modelUnusable`. */
export type ModelFault =
  | 'manifestMissing'
  | 'manifestInvalid'
  | 'unsupportedFeature'
  | 'fileMissing'
  | 'fileDamaged'
  | 'tokenizerInvalid'
  | 'sessionFailed'
  | 'invalidVectors'
  | 'invalidScore';

export function modelUnusable(reason: ModelFault, message: string, cause?: unknown): EngineError {
  return new EngineError('modelUnusable', message, { details: { reason }, cause });
}
