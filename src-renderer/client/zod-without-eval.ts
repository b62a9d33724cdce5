import { z } from 'zod';

// The page's CSP forbids `eval`, and zod decides whether to compile a schema when the schema is made. So this module
// is imported before any that makes one: the first import of the page.
z.config({ jitless: true });
