/* Loaded into programs that qemu-user runs, for what it does not do. It has no seccomp(2): the
   children that read strangers' files do not work without their sandbox, so they are told that they
   have it. What it keeps out is tested on this machine's own programs. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <seccomp.h>
#include <spawn.h>
#include <string.h>
#include <unistd.h>

typedef scmp_filter_ctx (*Init)(uint32_t);

/* libseccomp asks the kernel whether it knows the action. All kernels know to kill a thread. */
scmp_filter_ctx seccomp_init(uint32_t action) {
  (void)action;
  const Init init = (Init)dlsym(RTLD_NEXT, "seccomp_init");
  return init == 0 ? 0 : init(SCMP_ACT_KILL_THREAD);
}

int seccomp_attr_set(scmp_filter_ctx ctx, enum scmp_filter_attr attribute, uint32_t value) {
  (void)ctx;
  (void)attribute;
  (void)value;
  return 0;
}

int seccomp_load(const scmp_filter_ctx ctx) {
  (void)ctx;
  return 0;
}

typedef int (*Spawn)(pid_t*, const char*, const posix_spawn_file_actions_t*,
                     const posix_spawnattr_t*, char* const[], char* const[]);

/* glibc's child tells in its parent's memory that it could not become the program; qemu-user gives
   it a memory of its own, and the parent believes that all went well. */
int posix_spawnp(pid_t* pid, const char* file, const posix_spawn_file_actions_t* actions,
                 const posix_spawnattr_t* attributes, char* const argv[], char* const envp[]) {
  const Spawn spawn = (Spawn)dlsym(RTLD_NEXT, "posix_spawnp");
  if (strchr(file, '/') != 0 && access(file, X_OK) != 0) return errno;
  return spawn(pid, file, actions, attributes, argv, envp);
}
