const choice = document.getElementById('service');
const page = document.getElementById('api');
const notice = document.getElementById('unavailable');

// One instance for all services, so that a token that was entered stays while the service changes.
const ui = SwaggerUIBundle({
  dom_id: '#api',
  spec: { openapi: '3.1.0', info: { title: '', version: '' }, paths: {} },
  deepLinking: false,
  displayRequestDuration: true,
  docExpansion: 'list',
  tagsSorter: 'alpha',
  operationsSorter: 'alpha',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});

async function show(service) {
  const document = await read(`/api/docs/${service}.json`);
  if (choice.value !== service) {
    return; // Somebody was quicker to choose another one.
  }
  page.hidden = document === null;
  notice.hidden = document !== null;
  notice.textContent = `${service} 暂不可用，请稍后重试 / is unavailable for the moment, please try again`;
  if (document !== null) {
    ui.specActions.updateSpec(document);
  }
}

async function read(path) {
  try {
    const answer = await fetch(path);
    return answer.ok ? await answer.text() : null;
  } catch (unreachable) {
    return null;
  }
}

function chosen() {
  const wanted = location.hash.slice(1);
  const services = [...choice.options].map((option) => option.value);
  choice.value = services.includes(wanted) ? wanted : services[0];
  show(choice.value);
}

async function start() {
  const services = JSON.parse((await read('/api/docs/services.json')) ?? '[]');
  choice.append(...services.map((service) => new Option(service, service)));
  choice.addEventListener('change', () => {
    location.hash = choice.value;
  });
  window.addEventListener('hashchange', chosen);
  chosen();
}

start();
