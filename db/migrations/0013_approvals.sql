ALTER TABLE "approvals" ADD COLUMN "role_id" uuid;--> statement-breakpoint
ALTER TABLE "approvals" ADD COLUMN "role_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approvals_role_id_index" ON "approvals" USING btree ("role_id") WHERE "approvals"."role_id" is not null;