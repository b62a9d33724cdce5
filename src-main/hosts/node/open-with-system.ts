import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Opens a file or address with the program that the system has for it. Resolves with whether the system's opener was
 * there and took it; which program comes up, and when, nobody says.
 */
export function openWithSystem(target: string): Promise<boolean> {
  const [command, argumentsBefore] = openerOf(process.platform);
  return run(command, [...argumentsBefore, target]);
}

/**
 * Shows a file in the system's file manager, chosen in its folder where the file manager can do that, else the folder alone.
 * Resolves as `openWithSystem` does.
 */
export async function revealWithSystem(file: string): Promise<boolean> {
  if (process.platform === 'darwin') return run('open', ['-R', file]);
  if (process.platform === 'win32') return run('explorer.exe', [`/select,${file}`]);
  // What the file managers of Linux have agreed on; few desktops lack it, but a bare window manager does.
  const address = pathToFileURL(file).href.replaceAll("'", '%27').replaceAll(',', '%2C');
  const call = ['--session', '--dest=org.freedesktop.FileManager1', '--type=method_call', '--print-reply'];
  const method = ['/org/freedesktop/FileManager1', 'org.freedesktop.FileManager1.ShowItems'];
  if (await run('dbus-send', [...call, ...method, `array:string:${address}`, 'string:'])) return true;
  return openWithSystem(path.dirname(file));
}

function run(command: string, parameters: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    // explorer.exe ends with 1 whatever it did.
    child.once('exit', (code) => resolve(code === 0 || process.platform === 'win32'));
  });
}

function openerOf(platform: NodeJS.Platform): readonly [command: string, argumentsBefore: readonly string[]] {
  // explorer.exe and not `start`: that one is a word of cmd.exe, which would read & and % in the target.
  if (platform === 'win32') return ['explorer.exe', []];
  return platform === 'darwin' ? ['open', []] : ['xdg-open', []];
}
