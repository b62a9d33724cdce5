// Who may import whom. The picture is in src-main/ARCHITECTURE.md; here every direction is a rule that says why.
// Type imports count: a type that leaks is a dependency, too. `npm run check:boundaries` also runs planted violations
// (src-main/scripts/boundaries.test.ts), so that a rule that matches nothing is noticed.

const ENGINE = '^src-main/engine/';
const TEST_OR_BENCH = '\\.test\\.ts$|/(testing|conformance)/|^src-main/(bench|fixtures|scripts)/';

/** What every part of the engine may use: the contract, the wire, and two small interfaces beside the parts. */
const ENGINE_COMMONS = '^src-main/(contract|rpc)/|^src-main/engine/(process-launcher|logger)\\.ts$';

/**
 * @typedef {import('dependency-cruiser').IRegularForbiddenRuleType} Rule
 * @param {string} name @param {string} comment @param {Rule['from']} from @param {Rule['to']} to @returns {Rule}
 */
function forbid(name, comment, from, to) {
  return { name, severity: 'error', comment, from, to };
}

/**
 * One part of the engine may import, of the rest of src-main, only `parts` (by folder name) and the commons.
 * @param {string} part @param {string[]} parts @param {string} why
 */
function enginePart(part, parts, why) {
  const allowed = [part, ...parts].map((name) => `^src-main/engine/${name}/`).join('|');
  return forbid(
    `engine-${part}`,
    why,
    { path: `${ENGINE}${part}/`, pathNot: TEST_OR_BENCH },
    { path: '^src-(main|renderer)/', pathNot: `${allowed}|${ENGINE_COMMONS}` },
  );
}

const LEAVES = ['documents', 'vectors'];
const ISLANDS = ['extraction', 'chunking', 'analysis', 'embedding', 'storage', 'catalogue'];
const WHY_ISLAND =
  'These parts know documents and vectors, never each other: each can be read, tested and replaced alone. What needs two of them belongs in indexing or search.';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    forbid(
      'no-cycles',
      'Files that need each other cannot be understood or tested one by one. Move what both need into a third.',
      {},
      { circular: true },
    ),
    forbid(
      'no-unresolvable',
      'The import leads nowhere: a typing slip or a package that is not installed.',
      {},
      // pdfjs-dist/types holds declarations alone; the compiler resolves those.
      { couldNotResolve: true, pathNot: '^pdfjs-dist/types/' },
    ),
    forbid(
      'no-undeclared-packages',
      'A package that package.json does not name is there by accident and may be gone after the next install.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    forbid(
      'no-dev-packages-in-the-product',
      'What runs on the user’s machine must not need a development dependency. (The page is bundled: what it imports is built in.)',
      { path: '^src-main/(contract|rpc|engine|processes|hosts)/', pathNot: TEST_OR_BENCH },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),

    forbid(
      'contract-is-innermost',
      'The contract is what all runtimes share: it imports the schema library and itself, nothing else.',
      { path: '^src-main/contract/', pathNot: TEST_OR_BENCH },
      { pathNot: '^src-main/contract/|node_modules/zod/' },
    ),
    forbid(
      'rpc-knows-only-the-contract',
      'rpc carries any table between any two processes: it must not know what the engine does with it.',
      { path: '^src-main/rpc/', pathNot: TEST_OR_BENCH },
      { path: '^src-(main|renderer)/', pathNot: '^src-main/(contract|rpc)/' },
    ),
    forbid(
      'rpc-core-runs-anywhere',
      'The rpc core runs in pages, too. What needs Node belongs in rpc/channels.',
      { path: '^src-main/rpc/[^/]+\\.ts$', pathNot: TEST_OR_BENCH },
      { dependencyTypes: ['core'] },
    ),

    ...LEAVES.map((leaf) =>
      forbid(
        `leaf-${leaf}`,
        'Leaves hold what all parts share: they import nothing but types of the contract, or every part would drag in more than it asked for.',
        { path: `${ENGINE}${leaf}/`, pathNot: TEST_OR_BENCH },
        { pathNot: `${ENGINE}${leaf}/|^src-main/contract/` },
      ),
    ),
    forbid(
      'leaves-import-types-only',
      'From the contract a leaf takes types only: it must cost nothing to import.',
      { path: `${ENGINE}(${LEAVES.join('|')})/`, pathNot: TEST_OR_BENCH },
      { path: '^src-main/contract/', dependencyTypesNot: ['type-only'] },
    ),
    ...ISLANDS.map((part) => enginePart(part, LEAVES, WHY_ISLAND)),
    enginePart(
      'library',
      [...LEAVES, 'catalogue'],
      'The library knows folders and files. What becomes of them is the business of indexing.',
    ),
    enginePart('personal', ['catalogue'], 'What a person did is kept in the catalogue, and is nobody else’s business.'),
    enginePart('power', [], 'What power allows follows from settings and the power source alone.'),
    enginePart(
      'indexing',
      [...LEAVES, ...ISLANDS, 'library', 'power'],
      'Indexing fills the index and must not know who searches it.',
    ),
    enginePart(
      'search',
      [...LEAVES, 'analysis', 'embedding', 'storage', 'catalogue'],
      'Search reads the index; it neither fills it nor opens files.',
    ),
    enginePart(
      'related',
      [...LEAVES, 'search', 'indexing', 'storage', 'catalogue'],
      'Related builds on search and on what indexing knows of duplicates.',
    ),
    enginePart(
      'clustering',
      [...LEAVES, 'storage', 'analysis', 'catalogue'],
      'Clustering reads vectors and terms; it runs without search.',
    ),
    enginePart(
      'reranking',
      [...LEAVES, 'embedding'],
      'Reranking scores a query and passages; whose passages they are it does not know.',
    ),
    enginePart('models', [...LEAVES, 'embedding', 'catalogue'], 'Models are looked after apart from what they are used for.'),
    enginePart('evaluation', [...LEAVES, 'search', 'indexing', 'catalogue'], 'Evaluation measures search as its users see it.'),
    forbid(
      'only-the-index-puts-parts-together',
      'Files beside the parts are shared by them; only engine/index.ts, and the assembly files that it alone uses, may know them all.',
      { path: `${ENGINE}(process-launcher|logger)\\.ts$` },
      { path: `${ENGINE}[^/]+/` },
    ),
    forbid(
      'parts-never-import-the-whole',
      'engine/index.ts puts the parts together; a part that imports it would get the whole engine.',
      { path: `${ENGINE}[^/]+/`, pathNot: TEST_OR_BENCH },
      { path: `${ENGINE}index\\.ts$` },
    ),
    forbid(
      'engine-has-no-host',
      'The engine runs under Electron, a web server and a terminal alike: it knows none of them, and never a page.',
      { path: '^src-main/(engine|processes|contract|rpc)/', pathNot: TEST_OR_BENCH },
      { path: '^src-main/hosts/|^src-renderer/|(^|node_modules/)electron(/|$)' },
    ),

    forbid(
      'processes-run-engine-parts',
      'A process file is a thin entry: engine parts and rpc. The engine as a whole runs in a host’s entry.',
      { path: '^src-main/processes/', pathNot: TEST_OR_BENCH },
      {
        path: `^src-main/|^src-renderer/`,
        pathNot: `^src-main/(processes|network|rpc|contract)/|${ENGINE}[^/]+/|${ENGINE}(logger|process-launcher)\\.ts$`,
      },
    ),
    forbid(
      'hosts-see-the-engine-from-outside',
      'A host composes: it takes the engine through engine/index.ts (and the two interfaces that it implements), never a part of it. What measures an engine from outside, through the contract, is evaluation and belongs to no engine.',
      { path: '^src-main/hosts/', pathNot: TEST_OR_BENCH },
      {
        path: '^src-(main|renderer)/',
        pathNot:
          '^src-main/(hosts|contract|rpc|network)/|^src-main/engine/(index|process-launcher|logger|power/power-source|evaluation/(judged-folder|markdown-documents|measure|trec-run))\\.ts$',
      },
    ),
    forbid(
      'desktop-never-loads-the-engine',
      'Electron’s main process draws windows; an engine in it would freeze them.',
      { path: '^src-main/hosts/(desktop|preload)/', pathNot: TEST_OR_BENCH },
      { path: `${ENGINE}`, dependencyTypesNot: ['type-only'] },
    ),
    ...['cli', 'web', 'desktop'].map((host) =>
      forbid(
        `host-${host}-stands-alone`,
        'Hosts share hosts/node, never each other: each is started, built and tested alone.',
        { path: `^src-main/hosts/${host}/`, pathNot: TEST_OR_BENCH },
        { path: '^src-main/hosts/', pathNot: `^src-main/hosts/(${host}|node)/` },
      ),
    ),

    forbid(
      'no-network',
      'Nothing leaves the machine. Sockets are opened in rpc/channels (the local socket) and by hosts (loopback), nowhere else.',
      { path: '^src-main/(contract|engine|processes)/', pathNot: TEST_OR_BENCH },
      {
        path: '^(node:)?(http|https|http2|net|tls|dgram|dns|dns/promises)$|node_modules/(ws|hono|@hono|undici|axios|node-fetch|cross-fetch|got)/',
      },
    ),
    forbid(
      'network-guard-comes-first',
      'The guard of a process is loaded before anything that could open a socket: it may drag in nothing but the contract.',
      { path: '^src-main/network/', pathNot: TEST_OR_BENCH },
      { path: '^src-|node_modules/', pathNot: '^src-main/(network|contract)/' },
    ),
    forbid(
      'no-child-processes',
      'The engine asks its launcher for processes: Electron’s fuses shut child_process, and only the host knows how to start one.',
      { path: '^src-main/(contract|rpc|engine|network|processes)/', pathNot: TEST_OR_BENCH },
      { path: '^(node:)?(child_process|cluster)$' },
    ),
    forbid(
      'nothing-imports-tests-or-benches',
      'Product code must not need what is not shipped.',
      { path: '^src-(main|renderer)/', pathNot: TEST_OR_BENCH },
      { path: TEST_OR_BENCH },
    ),

    forbid(
      'renderer-sees-contract-and-rpc',
      'The page talks to the engine through #contract and #rpc; everything else of src-main is out of its reach, Node and Electron too.',
      { path: '^src-renderer/' },
      { path: '^src-main/|(^|node_modules/)electron(/|$)', pathNot: '^src-main/(contract|rpc)/' },
    ),
    forbid(
      'renderer-has-no-node',
      'The page runs in a sandbox without Node.',
      { path: '^src-renderer/', pathNot: '(?<!\\.browser)\\.test\\.ts$' },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'text-imports-nothing',
      'text/ formats what people read, from plain values: pure functions without any other part of the page.',
      { path: '^src-renderer/text/', pathNot: TEST_OR_BENCH },
      { path: '^src-', pathNot: '^src-renderer/(text|locales)/' },
    ),
    forbid(
      'components-import-text',
      'Components are building blocks: they get values and callbacks, and know neither state nor engine.',
      { path: '^src-renderer/components/', pathNot: TEST_OR_BENCH },
      { path: '^src-', pathNot: '^src-renderer/(components|text|styles)/' },
    ),
    forbid(
      'client-imports-the-contract',
      'The client is the page’s wire to the engine; nothing above it may leak in.',
      { path: '^src-renderer/client/', pathNot: TEST_OR_BENCH },
      { path: '^src-', pathNot: '^src-renderer/client/|^src-main/(contract|rpc)/' },
    ),
    forbid(
      'state-imports-client-and-text',
      'State holds what views show; it must not know how they look.',
      { path: '^src-renderer/state/', pathNot: TEST_OR_BENCH },
      { path: '^src-', pathNot: '^src-renderer/(state|client|text)/|^src-main/contract/' },
    ),
    forbid(
      'views-import-components-and-state',
      'Views show state through components. Of the client and the contract they may know types, never call them.',
      { path: '^src-renderer/views/', pathNot: TEST_OR_BENCH },
      { path: '^src-', pathNot: '^src-renderer/(views|components|state|text|styles)/|^src-renderer/client/|^src-main/contract/' },
    ),
    forbid(
      'views-know-types-of-the-client',
      'A view that calls the engine itself bypasses state: two places would then decide what is shown.',
      { path: '^src-renderer/views/', pathNot: TEST_OR_BENCH },
      { path: '^src-renderer/client/|^src-main/contract/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'a-view-never-imports-a-view',
      'Views are put together by the page’s shell. What two of them need is a component.',
      { path: '^src-renderer/views/([^/]+)/', pathNot: TEST_OR_BENCH },
      { path: '^src-renderer/views/', pathNot: '^src-renderer/views/$1/' },
    ),
    forbid(
      'e2e-drives-from-outside',
      'End-to-end tests see what a person sees: the page and the command line, never the sources.',
      { path: '^e2e/', pathNot: '^e2e/bench/' },
      { path: '^src-(main|renderer)/', pathNot: '^src-main/(scripts|fixtures)/' },
    ),
    forbid(
      'interface-bench-drives-from-outside',
      'What is measured is what a person sees. Of the sources it takes the large library and the form of results from the other benches.',
      { path: '^e2e/bench/' },
      { path: '^src-(main|renderer)/', pathNot: '^src-main/(bench|scripts|fixtures)/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^out/|^src-main/bench/peers/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'svelte', 'default'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.js', '.svelte', '.svelte.ts', '.json'],
    },
    detectJSDocImports: false,
    progress: { type: 'none' },
  },
};
