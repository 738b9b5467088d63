interface Role {
  id: string;
  permissions: readonly string[];
}

/**
 * The roles that a role contains: each gives something, and nothing that this one does not give; of two that give the same,
 * neither. Those within another one of them are left out: the larger one says it.
 */
export function containedIn<One extends Role>(role: One, all: readonly One[]): One[] {
  const within = all.filter((other) => other.id !== role.id && isLess(other, role));
  return within.filter((other) => !within.some((larger) => larger.id !== other.id && isLess(other, larger)));
}

function isLess(one: Role, other: Role) {
  return (
    one.permissions.length > 0 &&
    one.permissions.length < other.permissions.length &&
    one.permissions.every((name) => other.permissions.includes(name))
  );
}
