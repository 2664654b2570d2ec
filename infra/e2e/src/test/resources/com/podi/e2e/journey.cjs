// node journey.cjs <typescript.js> <ApiClient.ts> <base URL> <name> <password>: prints what the client got.
const { readFileSync } = require('node:fs');

const [typescript, source, baseUrl, name, password] = process.argv.slice(2);
const ts = require(typescript);
const program = ts.transpileModule(readFileSync(source, 'utf8'), {
  compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
});
const { ApiClient } = new Function('exports', program.outputText + ';return exports;')({});

(async () => {
  const client = new ApiClient(baseUrl);
  const refusal = await client.login(name, password + ' and more').catch(error => error.message);
  const session = await client.login(name, password);
  const me = await client.request('/auth/me');
  console.log(JSON.stringify({ refusal, session, me }));
})();
