-- area: groups and roles
-- row: | groups and roles | CREATE/ALTER/DROP GROUP and ROLE; GRANT and REVOKE of roles (WITH ADMIN OPTION) and of system permissions; the system's roles; pg_group, svv_roles, svv_user_grants, svv_role_grants, svv_system_privileges, USER_IS_MEMBER_OF, ROLE_IS_MEMBER_OF | system permissions of functions, procedures, models, datashares and libraries are kept and not asked for, as there are none of these; nor are ACCESS CATALOG and ACCESS SYSTEM TABLE; only superusers grant system permissions (INF); roles to PUBLIC, EXPLAIN RLS, IGNORE RLS: 0A000 |
-- proved by: Roles are granted to users and roles, and revoked
-- proved by: WITH ADMIN OPTION lets a user grant, revoke and drop a role
-- proved by: System permissions let users of a role make, change and drop users and roles
-- proved by: CANCEL lets users of a role cancel and terminate sessions of others
-- proved by: Regular users see the roles that they have or own, and ask about themselves
create user analyst password 'Analyst123';
create group readers with user analyst;
create user helper password 'Helper1234' in group readers;
select groname, grolist[1] is not null as some from pg_group;
alter group readers rename to all_readers;
alter group all_readers drop user helper;
select user_is_member_of('helper', 'all_readers') as helper, user_is_member_of('analyst', 'all_readers') as analyst;
create role base;
create role keeper;
grant role base to role keeper;
grant role keeper to analyst with admin option;
grant create user, vacuum to role base;
select user_name, role_name, admin_option from svv_user_grants;
select role_name, granted_role_name from svv_role_grants;
select system_privilege, identity_name, identity_type from svv_system_privileges where identity_name = 'base' order by 1;
select role_name, role_owner from svv_roles order by 1;
select user_is_member_of('analyst', 'base') as user_is, role_is_member_of('keeper', 'base') as role_is;
grant role keeper to role base;
drop role keeper;
set session authorization analyst;
create user by_permission password 'Permitted123';
create user by_permission_too password 'Permitted123' createuser;
reset session authorization;
revoke role base from role keeper;
drop role keeper force;
drop role base;
drop group all_readers;
grant role sys:operator to public;
drop user analyst, helper, by_permission;
