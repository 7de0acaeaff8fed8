// Security keys and passkeys. A form with data-webauthn asks the browser for the key when it is submitted, puts the answer
// in its field "credential" as JSON and goes on. "add" and "authenticate" read the server's options from the data block
// #webauthn-data; "login" fetches them from the address of the form.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const base64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const listed = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

async function create({ publicKey }, passwordless) {
  const options = {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: listed(publicKey.excludeCredentials),
    authenticatorSelection: {
      ...publicKey.authenticatorSelection,
      residentKey: passwordless ? "required" : "discouraged",
      requireResidentKey: passwordless,
      ...(passwordless ? { userVerification: "required" } : {}),
    },
  };
  return answered(await navigator.credentials.create({ publicKey: options }));
}

async function get({ publicKey }) {
  const options = {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    allowCredentials: listed(publicKey.allowCredentials),
  };
  return answered(await navigator.credentials.get({ publicKey: options }));
}

function answered(credential) {
  const response = { clientDataJSON: base64url(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = base64url(credential.response[part]);
  }
  const transports = credential.response.getTransports?.();
  if (transports) response.transports = transports;
  return {
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function asked(form) {
  const kind = form.dataset.webauthn;
  if (kind === "login") {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return get((await answer.json()).request_options);
  }
  const data = JSON.parse(document.getElementById("webauthn-data").textContent);
  if (kind === "add") return create(data.creation_options, form.elements.passwordless?.checked ?? false);
  return get(data.request_options);
}

for (const form of document.querySelectorAll("form[data-webauthn]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const error = document.querySelector("[data-webauthn-error]");
    if (error) error.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await asked(form));
      form.submit();
    } catch {
      if (error) error.hidden = false;
    }
  });
}
