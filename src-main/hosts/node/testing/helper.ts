// A helper process that tells of itself, and hangs or crashes when asked to.
import '../../../network/guard-helper.ts';
import { EngineError } from '#contract';
import { openParentChannel } from '../../../processes/parent-channel.ts';

const channel = openParentChannel({ mayHang: true });
channel.receive((message) => {
  if (message === 'about') channel.send({ environment: Object.keys(process.env).sort(), options: process.execArgv });
  else if (message === 'call out') void fetch('http://192.0.2.1/').catch((error: unknown) => channel.send(codeOf(error)));
  else if (message === 'crash') throw new TypeError('with a secret in it');
  else if (message === 'hang') for (;;);
  else channel.send(message);
});

function codeOf(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof EngineError ? error.cause.code : 'unexpected';
}
