ALTER TABLE "object_grants" ADD COLUMN "principal_kind" "principal_kind" DEFAULT 'user' NOT NULL;--> statement-breakpoint
CREATE INDEX "object_grants_shared" ON "object_grants" USING btree ("object_id","principal_id","permission_id") WHERE "object_grants"."principal_kind" <> 'user';--> statement-breakpoint
-- Of a principal that is not there the foreign key speaks.
CREATE FUNCTION "object_grant_kind"() RETURNS trigger LANGUAGE plpgsql AS $$ begin
  new.principal_kind := coalesce((select kind from principals where id = new.principal_id), 'user');
  return new;
end $$;--> statement-breakpoint
CREATE TRIGGER "object_grants_kind" BEFORE INSERT ON "object_grants" FOR EACH ROW EXECUTE FUNCTION "object_grant_kind"();--> statement-breakpoint
UPDATE "object_grants" SET "principal_kind" = "principals"."kind" FROM "principals" WHERE "principals"."id" = "object_grants"."principal_id" AND "principals"."kind" <> 'user';--> statement-breakpoint
CREATE INDEX "object_grants_moderated" ON "object_grants" USING btree ("object_id","principal_id") INCLUDE ("expires_at") WHERE "object_grants"."permission_id" = 25;--> statement-breakpoint
CREATE INDEX "object_grants_moderating" ON "object_grants" USING btree ("principal_id","object_id") INCLUDE ("expires_at") WHERE "object_grants"."permission_id" = 25;--> statement-breakpoint
-- Who is in what, and what somebody is in, is read without the table.
DROP INDEX "memberships_principal_id_user_id_index";--> statement-breakpoint
CREATE INDEX "memberships_principal_id_user_id_index" ON "memberships" USING btree ("principal_id","user_id") INCLUDE ("standing","expires_at");--> statement-breakpoint
ALTER TABLE "memberships" DROP CONSTRAINT "memberships_user_id_principal_id_pk";--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_principal_id_pk" PRIMARY KEY("user_id","principal_id") INCLUDE ("standing","expires_at");
