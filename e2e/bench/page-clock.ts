/** One key that changed the text of the search field. All times are milliseconds of the page's clock. */
export type Keystroke = {
  /** When the browser took the key, before any script ran. */
  readonly pressedAt: number;
  /** When the search that was shown for it left the page, and when its answer came in; null where nothing was asked. */
  readonly askedAt: number | null;
  readonly answeredAt: number | null;
  /** The end of the first frame that shows results of this key, or of a later one. */
  readonly paintedAt: number;
  /** Whether a later key came before the results of this one. */
  readonly isOvertaken: boolean;
  /** How many letters of the last word stood in the field by then. */
  readonly lettersOfWord: number;
  readonly rows: number;
  /** The first row when it was painted, and when the next key came: the same, unless what was painted was not final. */
  readonly firstRow: string;
  lastFirstRow: string;
};

/** What the page is watched for. It knows roles of the accessibility tree and the form of messages, nothing else of the page. */
export type PageClock = {
  readonly keystrokes: Keystroke[];
  /** Tasks of more than 50 ms, each in milliseconds. */
  readonly longTasks: number[];
  /** How often anything but the first results was asked for, by method. */
  readonly otherCalls: Record<string, number>;
  /** Between two frames in a row, in milliseconds, while `isCountingFrames`. */
  readonly frames: number[];
  isCountingFrames: boolean;
  /** Most rows of results that were in the document at the end of a frame. */
  mostRows: number;
};

declare global {
  interface Window {
    akinClock: PageClock;
  }
}

/** Runs in the page before any script of it; needs nothing from outside of itself. */
export function watchPage(): void {
  const clock: PageClock = { keystrokes: [], longTasks: [], otherCalls: {}, frames: [], isCountingFrames: false, mostRows: 0 };
  window.akinClock = clock;
  let pressedAt: number | null = null;
  let waiting: { readonly at: number; readonly lettersOfWord: number }[] = [];
  let isLooking = false;
  let asked: { readonly id: string; readonly at: number } | null = null;
  let answeredAt: number | null = null;
  let lastFrame = 0;

  const observer = new PerformanceObserver((list) => clock.longTasks.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ type: 'longtask', buffered: true });

  const rowsNow = (): HTMLElement[] => [
    ...document.querySelectorAll<HTMLElement>('[role="listbox"]:not([id="suggestions"]) [role="option"]'),
  ];
  const nameOf = (row: HTMLElement | undefined): string => (row === undefined ? '' : row.id);

  /** No search is under way. The page says so itself, to whoever cannot see it. */
  function isDone(): boolean {
    const busy = document.querySelector('[role="combobox"]')?.closest('[aria-busy]')?.getAttribute('aria-busy');
    return busy === 'false';
  }

  /** A list that has just come has its rows a frame later, if any: its height must be known first. */
  const lacksRows = (): boolean =>
    document.querySelector('[role="listbox"]:not([id="suggestions"])') !== null && !rowsNow().some((row) => row.offsetHeight > 0);

  /** Runs before layout and paint; a message that is posted here is delivered once the frame is done. */
  function frame(): void {
    isLooking = false;
    if (waiting.length === 0) return;
    if (!isDone()) return look();
    const pressed = waiting;
    waiting = [];
    const search = { askedAt: asked?.at ?? null, answeredAt };
    afterFrame((firstFrameAt) => {
      if (!lacksRows()) return keep(pressed, search, firstFrameAt);
      requestAnimationFrame(() =>
        afterFrame((secondFrameAt) => keep(pressed, search, lacksRows() ? firstFrameAt : secondFrameAt)),
      );
    });
  }

  function afterFrame(act: (now: number) => void): void {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => act(performance.now());
    port2.postMessage(null);
  }

  type Search = Pick<Keystroke, 'askedAt' | 'answeredAt'>;
  function keep(pressed: typeof waiting, search: Search, paintedAt: number): void {
    const rows = rowsNow().length;
    const firstRow = nameOf(rowsNow()[0]);
    for (const [index, { at: pressedAt, lettersOfWord }] of pressed.entries()) {
      const isOvertaken = index < pressed.length - 1;
      const shown = { paintedAt, isOvertaken, rows, firstRow, lastFirstRow: firstRow };
      clock.keystrokes.push({ pressedAt, lettersOfWord, ...search, ...shown });
    }
  }

  function look(): void {
    if (isLooking) return;
    isLooking = true;
    requestAnimationFrame(frame);
  }

  window.addEventListener(
    'keydown',
    (event) => {
      // Letters alone: whoever empties the field waits for nothing.
      pressedAt = event.key.length === 1 ? event.timeStamp : null;
      const last = clock.keystrokes.at(-1);
      if (waiting.length === 0 && last !== undefined) last.lastFirstRow = nameOf(rowsNow()[0]);
    },
    { capture: true },
  );
  window.addEventListener(
    'input',
    ({ target }) => {
      if (pressedAt === null || !(target instanceof HTMLInputElement)) return;
      waiting.push({ at: pressedAt, lettersOfWord: target.value.length - target.value.lastIndexOf(' ') - 1 });
      pressedAt = null;
      look();
    },
    { capture: true },
  );

  function countFrame(now: number): void {
    if (clock.isCountingFrames) {
      if (lastFrame > 0) clock.frames.push(now - lastFrame);
      clock.mostRows = Math.max(clock.mostRows, rowsNow().length);
    }
    lastFrame = clock.isCountingFrames ? now : 0;
    if (clock.isCountingFrames) requestAnimationFrame(countFrame);
    else setTimeout(() => requestAnimationFrame(countFrame), 100);
  }
  requestAnimationFrame(countFrame);

  // A message is four bytes of length, then JSON that begins with its kind, id and method.
  const textOf = (bytes: ArrayBuffer | ArrayBufferView, end?: number): string => {
    const view = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : new Uint8Array(bytes.buffer, bytes.byteOffset);
    return new TextDecoder().decode(view.subarray(4, end));
  };
  const watched = new WeakSet<WebSocket>();
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (this: WebSocket, data) {
    if (!watched.has(this)) {
      watched.add(this);
      this.addEventListener('message', (event) => {
        if (!(event.data instanceof ArrayBuffer) || asked === null || answeredAt !== null) return;
        if (textOf(event.data, 60).includes(`"kind":"result","id":${asked.id},`)) answeredAt = performance.now();
      });
    }
    if (typeof data !== 'string' && !(data instanceof Blob)) {
      const [, id = '', method = ''] = /"kind":"call","id":(\d+),"method":"([\w.]+)"/.exec(textOf(data)) ?? [];
      const isFirstPage = method === 'search.query' && !textOf(data).includes('"cursor":"');
      if (isFirstPage) {
        asked = { id, at: performance.now() };
        answeredAt = null;
      } else if (method !== '') clock.otherCalls[method] = (clock.otherCalls[method] ?? 0) + 1;
    }
    send.call(this, data);
  };
}
