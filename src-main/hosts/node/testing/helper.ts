// A helper process that tells of itself, and hangs or crashes when asked to.
import '../../../network/guard-helper.ts';
import { openParentChannel } from '../../../processes/parent-channel.ts';

const channel = openParentChannel({ mayHang: true });
channel.receive((message) => {
  if (message === 'about') channel.send({ environment: Object.keys(process.env).sort(), options: process.execArgv });
  else if (message === 'crash') throw new TypeError('with a secret in it');
  else if (message === 'hang') for (;;);
  else channel.send(message);
});
