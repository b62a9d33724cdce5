// The engine process. Started by connect-engine.ts; it can also be started by hand, with `--stay`.
import { networkTally } from '../../network/guard-process.ts';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prepareDataFolder } from './data-folder.ts';
import { engineEnvironment, helperEnvironment } from './engine-environment.ts';
import { ENGINE_EXIT, reportToStarter } from './engine-report.ts';
import { bundledModelsFolder, entryFile, sampleFolder, version } from './entries.ts';
import { createFileLogger } from './file-logger.ts';
import { createLinuxPowerSource } from './linux-power.ts';
import { createProcessLauncher } from './process-launcher.ts';
import { nameOf, placeOf, runEngine } from './run-engine.ts';

const { values } = parseArgs({
  options: {
    'data-folder': { type: 'string' },
    'models-folder': { type: 'string', default: bundledModelsFolder },
    stay: { type: 'boolean', default: false },
  },
});
if (values['data-folder'] === undefined) throw new Error('--data-folder is needed');

process.umask(0o077);
const dataFolder = await prepareDataFolder(path.resolve(values['data-folder']));
const environment = helperEnvironment(dataFolder, process.env);
Object.assign(process.env, engineEnvironment(dataFolder, process.env));

const logger = createFileLogger({ file: path.join(dataFolder, 'logs', 'engine.ndjson') });
// A bug leaves memory in an unknown state; what is on disk is always whole, so ending at once is the safe thing.
const crash = (error: unknown): never => {
  logger.error('engine.crashed', { errorName: nameOf(error), at: placeOf(error) });
  process.exit(ENGINE_EXIT.crashed);
};
process.on('uncaughtException', crash).on('unhandledRejection', crash);
// The process that started the engine may end at any time.
process.on('disconnect', () => undefined);

const exitCode = await runEngine({
  dataFolder,
  stay: values.stay,
  logger,
  async createEngine(place) {
    // Imported only now: native libraries read the environment when they are loaded.
    const { createEngine } = await import('#engine');
    const launcher = createProcessLauncher({ entryOf: entryFile, environment, logger, onNetwork: networkTally.count });
    return createEngine({
      ...place,
      dataFolder,
      modelsFolder: values['models-folder'],
      sampleFolder,
      launcher,
      logger,
      version,
      network: networkTally.counts,
      ...(process.platform === 'linux' ? { power: createLinuxPowerSource() } : {}),
    });
  },
  report: reportToStarter,
});
logger.close();
process.exit(exitCode);
