CREATE TABLE "search_words" (
	"user_id" uuid NOT NULL,
	"word" text COLLATE "C" NOT NULL,
	"listed" boolean NOT NULL,
	CONSTRAINT "search_words_user_id_word_pk" PRIMARY KEY("user_id","word")
);
--> statement-breakpoint
ALTER TABLE "search_words" ADD CONSTRAINT "search_words_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "search_words_listed" ON "search_words" USING btree ("word","user_id") WHERE "search_words"."listed";--> statement-breakpoint
-- A name or a question as it is compared: without accents, in lower case, words parted by one space each; of 100 characters at most, so that an index takes it.
CREATE FUNCTION "search_fold"("said" text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
  left(btrim(regexp_replace(regexp_replace(
    replace(replace(replace(replace(translate(
      lower(regexp_replace(normalize("said", NFKD), '[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]', '', 'g')),
      'øłđħŧı', 'oldhti'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    '[''`’ʼ]', '', 'g'),
    '[[:space:]!-/:-@\[-_{-~\u00a1-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g')), 100);--> statement-breakpoint
-- What somebody is found by: the handle, and the name from each of its words on.
CREATE FUNCTION "search_words_of"("handle" text, "display_name" text) RETURNS TABLE ("word" text) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  select search_fold(handle)
  union
  select left(array_to_string(words[n:], ' '), 100)
  from (select string_to_array(search_fold(display_name), ' ') as words offset 0) as name, generate_subscripts(words, 1) as n
  where words[n] <> ''
$$;--> statement-breakpoint
CREATE FUNCTION "search_refresh"("person" uuid) RETURNS void LANGUAGE sql AS $$
  with wanted as materialized (
    select found.word, users.status = 'active' and privacy_settings.searchable and privacy_settings.profile <= 'signed_in' as listed
    from users
    join profiles on profiles.user_id = users.id
    join privacy_settings on privacy_settings.user_id = users.id
    cross join lateral search_words_of(profiles.handle, profiles.display_name) as found
    where users.id = person
  ), gone as (
    delete from search_words where user_id = person and word not in (select word from wanted)
  )
  insert into search_words (user_id, word, listed) select person, word, listed from wanted
  on conflict (user_id, word) do update set listed = excluded.listed where search_words.listed <> excluded.listed
$$;--> statement-breakpoint
CREATE FUNCTION "search_refresh_user"() RETURNS trigger LANGUAGE plpgsql AS $$ begin perform search_refresh(new.id); return null; end $$;--> statement-breakpoint
CREATE FUNCTION "search_refresh_owner"() RETURNS trigger LANGUAGE plpgsql AS $$ begin perform search_refresh(new.user_id); return null; end $$;--> statement-breakpoint
CREATE TRIGGER "search_status" AFTER UPDATE ON "users" FOR EACH ROW WHEN (old.status <> new.status) EXECUTE FUNCTION "search_refresh_user"();--> statement-breakpoint
CREATE TRIGGER "search_named" AFTER INSERT ON "profiles" FOR EACH ROW EXECUTE FUNCTION "search_refresh_owner"();--> statement-breakpoint
CREATE TRIGGER "search_renamed" AFTER UPDATE ON "profiles" FOR EACH ROW WHEN (old.handle <> new.handle OR old.display_name <> new.display_name) EXECUTE FUNCTION "search_refresh_owner"();--> statement-breakpoint
CREATE TRIGGER "search_settled" AFTER INSERT ON "privacy_settings" FOR EACH ROW EXECUTE FUNCTION "search_refresh_owner"();--> statement-breakpoint
CREATE TRIGGER "search_changed" AFTER UPDATE ON "privacy_settings" FOR EACH ROW WHEN (old.profile <> new.profile OR old.searchable <> new.searchable) EXECUTE FUNCTION "search_refresh_owner"();--> statement-breakpoint
INSERT INTO "search_words" ("user_id", "word", "listed")
SELECT "users"."id", "found"."word", "users"."status" = 'active' AND "privacy_settings"."searchable" AND "privacy_settings"."profile" <= 'signed_in'
FROM "users"
JOIN "profiles" ON "profiles"."user_id" = "users"."id"
JOIN "privacy_settings" ON "privacy_settings"."user_id" = "users"."id"
CROSS JOIN LATERAL "search_words_of"("profiles"."handle", "profiles"."display_name") AS "found";
