/** One window and the quick panel page through a ranking each; the rest is for other hosts. */
const MOST_ORDERS = 4;

/**
 * The rankings that pages were last made of, so that the next pages go on in the same one. To rank anew for each page would
 * change the ranking between them: of passages that score the same the index gives any, and others once it has been tidied,
 * so that documents came twice and as many not at all.
 */
export function createRecentOrders<Order>(): { find(key: string): Order | null; remember(key: string, order: Order): void } {
  /** The least lately used first. */
  const orders = new Map<string, Order>();
  return {
    find: (key) => orders.get(key) ?? null,
    remember(key, order) {
      orders.delete(key);
      orders.set(key, order);
      const [oldest] = orders.keys();
      if (orders.size > MOST_ORDERS && oldest !== undefined) orders.delete(oldest);
    },
  };
}
