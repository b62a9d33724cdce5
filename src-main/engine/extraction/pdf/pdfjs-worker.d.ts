declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs' {
  export const WorkerMessageHandler: {
    /** Answers the requests that come in through `port`. */
    initializeFromPort(port: object): void;
  };
}
