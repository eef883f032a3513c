// The document lies beside the folder of this script, under whatever path a proxy shows both.
const openApi = new URL("../openapi.json", document.currentScript.src);

window.addEventListener("load", () => {
  window.ui = SwaggerUIBundle({
    url: openApi.href,
    dom_id: "#swagger-ui",
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
  });
});
