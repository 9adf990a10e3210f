/** The reference page: the viewer with the API description. It loads nothing from other origins. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Strata API</title>
<script type="module" src="docs/viewer.js"></script>
</head>
<body style="margin:0">
<openapi-explorer spec-url="v1/openapi.json" hide-server-selection use-path-in-nav-bar></openapi-explorer>
<noscript>This page needs JavaScript; <a href="v1/openapi.json">the description itself</a> does not.</noscript>
</body>
</html>
`;

/** Content security policy: limits what the page may load and forbids framing. */
export const pageSecurity = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
