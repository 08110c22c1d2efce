import visitor from '@swc/core/Visitor.js';

// The visitor that swc ships does not know `using` yet and throws at it; nothing is imported in such a line.
const { visitStatement } = visitor.Visitor.prototype;
visitor.Visitor.prototype.visitStatement = function visit(statement) {
  return statement.type === 'UsingDeclaration' ? statement : visitStatement.call(this, statement);
};

/** The layers of the house: imports point one way. What a lower room needs of a higher one, it declares and is given. */
const none = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** Each room with all that lies below it: it may import these, itself, and packages. */
const rooms = [
  ['^src/(main|bot|admin)\\.ts$', '^(src|commands)/'],
  ['^src/admin/', '^src/(admin|members|songs|circles|ledger|providers|database|(http[a-z-]*|errors|clock|log)\\.ts)'],
  [
    '^commands/',
    '^(commands|src/(discord|members|songs|circles|ledger|providers|database)|src/(http[a-z-]*|errors|clock|log)\\.ts)',
  ],
  ['^src/discord/', '^src/(discord|songs|circles|ledger|providers|database|(http[a-z-]*|errors|clock|log)\\.ts)'],
  ['^src/server\\.ts$', '^src/(songs|circles|ledger|providers|database|(http[a-z-]*|errors|clock|log)\\.ts)'],
  ['^src/members/', '^src/(members|songs|circles|ledger|providers|database|(http[a-z-]*|errors|clock|log)\\.ts)'],
  ['^src/(songs|circles)/', '^src/(songs|circles|ledger|providers|database|(http[a-z-]*|errors|clock|log)\\.ts)'],
  ['^src/ledger/', '^src/(ledger|database|(http[a-z-]*|errors|clock|log)\\.ts)'],
  ['^src/providers/', '^src/(providers|database|(http[a-z-]*|errors|clock|log)\\.ts)'],
  ['^src/database/', '^src/(database|(errors|clock|log)\\.ts)'],
  ['^src/http[a-z-]*\\.ts$', '^src/(http[a-z-]*|errors|clock|log)\\.ts'],
  ['^src/config\\.ts$', '^src/(errors|providers/services)\\.ts$'],
  ['^src/(errors|clock|log)\\.ts$', '^src/errors\\.ts$'],
  ['^sandbox/', '^sandbox/'],
];

export default {
  forbidden: [
    none('no-cycle', 'A cycle is one module in two files.', {}, { circular: true }),
    none('resolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
    none(
      'no-development-dependency',
      'What runs in production is a dependency.',
      { path: '^(src|commands|sandbox)/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
    none(
      'no-tests-in-product',
      'The product never imports tests or benchmarks.',
      { path: '^(src|commands|sandbox)/' },
      { path: '^(test|bench)/' },
    ),
    none(
      'one-importer-of-undici',
      'Limits on time, size and address hold because only http.ts opens connections.',
      { path: '^(src|commands)/', pathNot: '^src/http[a-z-]*\\.ts$' },
      { path: 'node_modules/undici/', dependencyTypesNot: ['type-only'] },
    ),
    none(
      'main-is-the-top',
      'Nobody imports what builds everything.',
      { pathNot: '^src/main\\.ts$' },
      { path: '^src/main\\.ts$' },
    ),
    ...rooms.map(([path, below]) =>
      none(
        `layer ${path.replace(/[\\^$]/g, '')}`,
        'Imports point down the layers.',
        { path },
        { path: '^(src|commands|sandbox)/', pathNot: below },
      ),
    ),
  ],
  options: {
    // TypeScript 7 has no programming interface yet; swc reads the same syntax.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^sandbox/page/' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.mjs', '.js'],
    },
  },
};
