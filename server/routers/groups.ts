import { hasFreshProof } from '@/server/auth/step-up';
import { createGroup, removeGroup, updateGroup } from '@/server/groups/group-changes';
import { groupReachOf, listGroups } from '@/server/groups/group-list';
import {
  CreateGroupInput,
  GroupInput,
  GroupPersonInput,
  InviteInput,
  ListGroupsInput,
  MembersInput,
  MyGroupsInput,
  SetStandingInput,
  UpdateGroupInput,
} from '@/server/groups/inputs';
import { listInvitations } from '@/server/groups/invitation-list';
import { acceptInvitation, declineInvitation, invite, withdrawInvitation } from '@/server/groups/invitations';
import { listMembers } from '@/server/groups/members';
import { listMyGroups } from '@/server/groups/my-groups';
import { leaveGroup, removeMember, setStanding } from '@/server/groups/places';
import { getGroup } from '@/server/groups/queries';
import { admit, joinGroup, refuseRequest, withdrawRequest } from '@/server/groups/requests';
import { viewerOf } from '@/server/privacy/viewer';
import { router, staffProcedure, userProcedure } from '@/server/trpc';

const looking = userProcedure.use(({ ctx, next }) =>
  next({ ctx: { look: { viewer: viewerOf(ctx, ctx.actor), now: new Date() } } }),
);

/** Whoever acts on a group, or on somebody in it. */
const acting = userProcedure.use(({ ctx, next }) =>
  next({ ctx: { by: { cause: ctx.cause, now: new Date() } } }),
);
const onGroup = acting.input(GroupInput);
/** What gives power is entered only with a fresh proof. */
const coming = onGroup.use(({ ctx, next }) => {
  const isProven = () => hasFreshProof(ctx.db, { session: ctx.actor, now: ctx.by.now });
  return next({ ctx: { by: { ...ctx.by, isProven } } });
});
const onPerson = acting.input(GroupPersonInput);

/** Groups: who is in them, who comes in and goes. Who does not see a group gets NOT_FOUND from all of it. */
export const groups = router({
  /** Those that I am in, and where I am invited. */
  mine: userProcedure
    .input(MyGroupsInput)
    .query(({ ctx, input }) =>
      listMyGroups(ctx.db, { userId: ctx.actor.userId, after: input.after, now: new Date() }),
    ),
  get: looking
    .input(GroupInput)
    .query(({ ctx, input }) => getGroup(ctx.db, { groupId: input.groupId, ...ctx.look })),
  members: looking
    .input(MembersInput)
    .query(({ ctx, input }) => listMembers(ctx.db, { ...input, ...ctx.look })),
  /** For staff: all of them, or those that one moderates. */
  list: userProcedure
    .use(async ({ ctx, next }) => {
      const { userId, permissions: held } = ctx.actor;
      return next({ ctx: { reach: await groupReachOf(ctx.db, { userId, held, now: new Date() }) } });
    })
    .input(ListGroupsInput)
    .query(({ ctx, input }) =>
      ctx.readList((db) => listGroups(db, { ...input, reach: ctx.reach, now: new Date() })),
    ),

  create: staffProcedure('groups.create')
    .input(CreateGroupInput)
    .mutation(({ ctx, input: { groupId, ...values } }) =>
      createGroup(ctx.db, { groupId, values, cause: ctx.cause, now: new Date() }),
    ),
  update: acting
    .input(UpdateGroupInput)
    .mutation(({ ctx, input: { groupId, ...changes } }) =>
      updateGroup(ctx.db, { groupId, changes, ...ctx.by }),
    ),
  remove: onGroup.mutation(({ ctx, input }) => removeGroup(ctx.db, { ...input, ...ctx.by })),

  invite: acting.input(InviteInput).mutation(({ ctx, input }) => invite(ctx.db, { ...input, ...ctx.by })),
  invitations: router({
    /** Of a group, for who manages its members. */
    list: looking
      .input(GroupInput)
      .query(({ ctx, input }) => listInvitations(ctx.db, { ...input, ...ctx.look })),
    withdraw: onPerson.mutation(({ ctx, input }) => withdrawInvitation(ctx.db, { ...input, ...ctx.by })),
    /** Mine. */
    accept: coming.mutation(({ ctx, input }) => acceptInvitation(ctx.db, { ...input, ...ctx.by })),
    decline: onGroup.mutation(({ ctx, input }) => declineInvitation(ctx.db, { ...input, ...ctx.by })),
  }),

  /** Comes in, or asks to. */
  join: coming.mutation(({ ctx, input }) => joinGroup(ctx.db, { ...input, ...ctx.by })),
  requests: router({
    /** Mine. */
    withdraw: onGroup.mutation(({ ctx, input }) => withdrawRequest(ctx.db, { ...input, ...ctx.by })),
    admit: onPerson.mutation(({ ctx, input }) => admit(ctx.db, { ...input, ...ctx.by })),
    refuse: onPerson.mutation(({ ctx, input }) => refuseRequest(ctx.db, { ...input, ...ctx.by })),
  }),

  leave: onGroup.mutation(({ ctx, input }) => leaveGroup(ctx.db, { ...input, ...ctx.by })),
  removeMember: onPerson.mutation(({ ctx, input }) => removeMember(ctx.db, { ...input, ...ctx.by })),
  setStanding: acting
    .input(SetStandingInput)
    .mutation(({ ctx, input }) => setStanding(ctx.db, { ...input, ...ctx.by })),
});
