/** A request for a customer's tier, as API Gateway hands it over. */
export const tierEvent = (id: string) => ({
  version: '2.0',
  routeKey: 'GET /v1/customers/{id}/tier',
  rawPath: `/v1/customers/${id}/tier`,
  headers: { accept: '*/*' },
  pathParameters: { id },
  requestContext: { requestId: 'bench' },
  isBase64Encoded: false,
});
