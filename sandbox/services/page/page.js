/** A choice is set as soon as it is made, and the counts stay fresh. Without this the button does the one, a reload the other. */
const everyMs = 1000;
const said = document.querySelector('#said');

const send = async (form, submitter) => {
  const answer = await fetch(form.action, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form, submitter)),
    redirect: 'manual',
  });
  const isSet = answer.type === 'opaqueredirect';
  const name = form.closest('section').querySelector('h2').firstChild.textContent.trim();
  said.textContent = isSet ? `${name}: set, ${new Date().toLocaleTimeString()}.` : `${name} did not take that.`;
  await refresh();
};

const failed = () => {
  said.textContent = 'The services do not answer. Are they still running?';
};

const refresh = async () => {
  const counts = await (await fetch('/counts')).json();
  for (const [id, rows] of Object.entries(counts)) {
    const cells = document.querySelectorAll(`#${id} td`);
    rows.forEach(([, count], at) => {
      if (cells[at].textContent !== String(count)) cells[at].textContent = count;
    });
  }
};

for (const form of document.querySelectorAll('form')) {
  form.addEventListener('change', () => {
    send(form).catch(failed);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(form, event.submitter).catch(failed);
  });
}
setInterval(() => {
  if (!document.hidden) refresh().catch(failed);
}, everyMs);
