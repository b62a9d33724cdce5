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
  const clock: PageClock = { keystrokes: [], longTasks: [], frames: [], isCountingFrames: false, mostRows: 0 };
  window.akinClock = clock;
  let pressedAt: number | null = null;
  let waiting: number[] = [];
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

  function isShown(): boolean {
    const busy = document.querySelector('[role="combobox"]')?.closest('[aria-busy]')?.getAttribute('aria-busy');
    const list = document.querySelector('[role="listbox"]:not([id="suggestions"])');
    return busy === 'false' && (list === null || rowsNow().some((row) => row.offsetHeight > 0));
  }

  function frame(): void {
    isLooking = false;
    if (waiting.length === 0) return;
    if (!isShown()) return look();
    const pressed = waiting;
    waiting = [];
    const rows = rowsNow();
    const search = { askedAt: asked?.at ?? null, answeredAt };
    // Frame callbacks run before layout and paint; a message that is posted in one is delivered once the frame is done.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      const paintedAt = performance.now();
      for (const [index, at] of pressed.entries())
        clock.keystrokes.push({
          pressedAt: at,
          ...search,
          paintedAt,
          isOvertaken: index < pressed.length - 1,
          rows: rows.length,
          firstRow: nameOf(rows[0]),
          lastFirstRow: nameOf(rows[0]),
        });
    };
    port2.postMessage(null);
  }

  function look(): void {
    if (isLooking) return;
    isLooking = true;
    requestAnimationFrame(frame);
  }

  window.addEventListener(
    'keydown',
    (event) => {
      pressedAt = event.timeStamp;
      const last = clock.keystrokes.at(-1);
      if (waiting.length === 0 && last !== undefined) last.lastFirstRow = nameOf(rowsNow()[0]);
    },
    { capture: true },
  );
  window.addEventListener(
    'input',
    () => {
      if (pressedAt === null) return;
      waiting.push(pressedAt);
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
  const beginningOf = (bytes: ArrayBuffer | ArrayBufferView): string => {
    const view = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : new Uint8Array(bytes.buffer, bytes.byteOffset);
    return new TextDecoder().decode(view.subarray(4, 100));
  };
  const watched = new WeakSet<WebSocket>();
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (this: WebSocket, data) {
    if (!watched.has(this)) {
      watched.add(this);
      this.addEventListener('message', (event) => {
        if (!(event.data instanceof ArrayBuffer) || asked === null || answeredAt !== null) return;
        if (beginningOf(event.data).includes(`"kind":"result","id":${asked.id},`)) answeredAt = performance.now();
      });
    }
    if (typeof data !== 'string' && !(data instanceof Blob)) {
      const call = /"kind":"call","id":(\d+),"method":"search\.query"/.exec(beginningOf(data));
      if (call?.[1] !== undefined) {
        asked = { id: call[1], at: performance.now() };
        answeredAt = null;
      }
    }
    send.call(this, data);
  };
}
