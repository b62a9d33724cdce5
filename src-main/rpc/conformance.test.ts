import { describe, expect, onTestFinished, test } from 'vitest';
import { EngineError, PROTOCOL_VERSION } from '#contract';
import { createClient, type Client } from '#rpc';
import { conformanceTable, type ServerBehaviour } from './conformance/table.ts';
import { transports, type Connect, type Connection } from './conformance/transports.ts';

type TestClient = Client<typeof conformanceTable>;

describe.each(Object.entries(transports))('the %s channel', (_name, connect) => {
  const open = (behaviour: ServerBehaviour = {}): Promise<Connection> => openUntilTestEnd(connect, behaviour);
  const openClient = async (behaviour?: ServerBehaviour): Promise<TestClient> =>
    createClient(conformanceTable, (await open(behaviour)).channel);

  test('delivers calls in the order they were made', async () => {
    const client = await openClient();
    const answers = await Promise.all(['a', 'b', 'c'].map((word) => client.call('append', { word })));
    expect(answers.at(-1)).toEqual(['a', 'b', 'c']);
  });

  test('carries values, typed arrays, bigints and odd numbers unchanged', async () => {
    const client = await openClient();
    const value = {
      text: 'Ünïcödé 👩‍👩‍👧 \u0000 \ud800',
      nested: [{ $bytes: [0, 4] }, { $$a: 1, $bigint: 'x' }, null, [], {}],
      bytes: new Uint8Array([0, 255, 7]),
      floats: new Float32Array([1.5, -0, Infinity, NaN]),
      noBytes: new Uint8Array(0),
      bigint: 2n ** 70n,
      numbers: [NaN, -Infinity, -0, 1e300],
    };
    const answer = await client.call('echo', { ...value, text: value.text.slice(0, -1) });
    expect(answer).toEqual({ ...value, text: value.text.slice(0, -1) });
  });

  test('carries a view of a larger buffer without the rest of the buffer', async () => {
    const client = await openClient();
    const view = new Uint8Array(new Uint8Array([9, 1, 2, 9]).buffer, 1, 2);
    expect(await client.call('echo', view)).toEqual(new Uint8Array([1, 2]));
  });

  test('carries messages of many megabytes', async () => {
    const client = await openClient();
    const bytes = new Uint8Array(12 * 1024 * 1024).fill(1);
    const [sum, text] = await Promise.all([client.call('measure', { bytes }), client.call('echo', 'é'.repeat(3_000_000))]);
    expect([sum, (text as string).length]).toEqual([bytes.length, 3_000_000]);
  });

  test('keeps code and details of an error', async () => {
    const client = await openClient();
    const error = await client.call('fail', {}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ code: 'folderNotFound', details: { depth: 3, name: 'a', known: false, none: null } });
  });

  test('says of a bug only that there was one', async () => {
    const client = await openClient();
    await expect(client.call('crash', {})).rejects.toMatchObject({
      code: 'internal',
      message: expect.not.stringContaining('secret'),
    });
  });

  test('refuses invalid parameters, unknown methods and misshapen results, and goes on', async () => {
    const client = await openClient();
    await expect(client.call('append', { word: 7 } as never)).rejects.toMatchObject({ code: 'invalidParams' });
    await expect(client.call('toString' as never, {} as never)).rejects.toMatchObject({ code: 'unknownMethod' });
    await expect(client.call('misshapen', {})).rejects.toMatchObject({ code: 'internal' });
    expect(await client.call('echo', 1)).toBe(1);
  });

  test('cancels a call on both sides', async () => {
    const client = await openClient();
    const controller = new AbortController();
    const waiting = client.call('wait', {}, { signal: controller.signal });
    expect(await client.call('countCancelled', {})).toBe(0);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect(await client.call('countCancelled', {})).toBe(1);
    await expect(client.call('wait', {}, { signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('delivers the snapshot, then each change, until unsubscribed', async () => {
    const client = await openClient();
    const values: number[] = [];
    const stop = client.subscribe('value', (value) => values.push(value));
    await client.call('publish', { value: 2 });
    await client.call('publish', { value: 3 });
    stop();
    await client.call('publish', { value: 4 });
    expect([values, await client.call('countSubscribers', {})]).toEqual([[1, 2, 3], 0]);
  });

  test('tells the capabilities of the host', async () => {
    const client = await openClient();
    expect(await client.capabilities).toEqual(['reveal']);
  });

  test('refuses host-only methods to a client that is not trusted', async () => {
    const client = await openClient({ isTrusted: false });
    await expect(client.call('secret', {})).rejects.toMatchObject({ code: 'notAllowed' });
    expect(await (await openClient()).call('secret', {})).toBe('for hosts');
  });

  test('rejects what is pending, and all later calls, with connectionLost when it closes', async () => {
    const client = await openClient();
    const waiting = client.call('wait', {});
    client.close();
    await expect(waiting).rejects.toMatchObject({ code: 'connectionLost' });
    await expect(client.call('echo', 1)).rejects.toMatchObject({ code: 'connectionLost' });
    await client.closed;
  });

  test('closes when the other side closes', async () => {
    const client = await openClient();
    const waiting = client.call('wait', {});
    await expect(client.call('hangUp', {})).rejects.toMatchObject({ code: 'connectionLost' });
    await expect(waiting).rejects.toMatchObject({ code: 'connectionLost' });
    await client.closed;
  });

  test.each([
    ['text'],
    [{ kind: 'nonsense' }],
    [{ kind: 'call', id: 'x' }],
    [null],
    [{ kind: 'call', id: 1, method: 'echo', params: 1 }],
  ])('is closed by the server when the client begins with %j', async (garbage) => {
    const { channel } = await open();
    channel.receive(() => undefined);
    channel.send(garbage);
    await channel.closed;
  });

  test('is closed by the client when the server sends garbage', async () => {
    const client = await openClient();
    await expect(client.call('sendGarbage', {})).rejects.toMatchObject({ code: 'connectionLost' });
    await client.closed;
  });

  test('ends with protocolMismatch when the engine speaks another protocol', async () => {
    const client = await openClient({ protocol: PROTOCOL_VERSION + 1 });
    await expect(client.call('echo', 1)).rejects.toMatchObject({ code: 'protocolMismatch' });
    await expect(client.capabilities).rejects.toMatchObject({ code: 'protocolMismatch' });
    await client.closed;
  });

  test('tells a client of another protocol its own, and reads nothing more', async () => {
    const { channel } = await open();
    const messages: unknown[] = [];
    channel.receive((message) => messages.push(message));
    channel.send({ kind: 'hello', protocol: PROTOCOL_VERSION + 1 });
    channel.send({ kind: 'call', id: 1, method: 'echo', params: 1 });
    await channel.closed;
    expect(messages).toEqual([{ kind: 'hello', protocol: PROTOCOL_VERSION, capabilities: ['reveal'] }]);
  });
});

async function openUntilTestEnd(connect: Connect, behaviour: ServerBehaviour): Promise<Connection> {
  const connection = await connect(behaviour);
  onTestFinished(() => connection.end());
  return connection;
}
