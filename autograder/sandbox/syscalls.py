"""Know Linux system calls by number, and call the kernel directly.

Three tables sort the calls: what an exercise needs, what a student gets a PermissionError for, and what no exercise in
PyTorch ever calls. A fourth names the calls whose arguments decide. A call in none of them is answered "no such system
call", which the C library of today, and of tomorrow, knows how to work around. Each entry is a name with its numbers on
x86_64 and aarch64; "-" means that the call does not exist there.
"""

import ctypes
import functools
import os

MACHINES = ("x86_64", "aarch64")

ALLOWED = """
# what is already open
read 0/63                      write 1/64                     readv 19/65                    writev 20/66
pread64 17/67                  pwrite64 18/68                 preadv 295/69                  pwritev 296/70
preadv2 327/286                pwritev2 328/287               lseek 8/62                     close 3/57
close_range 436/436            fsync 74/82                    fdatasync 75/83                ftruncate 77/46
fallocate 285/47               fadvise64 221/223              sendfile 40/71                 copy_file_range 326/285
flock 73/32                    dup 32/23                      dup2 33/-                      dup3 292/24
pipe 22/-                      pipe2 293/59                   eventfd 284/-                  eventfd2 290/19
# files by name: Landlock decides which
creat 85/-                     mkdir 83/-                     mkdirat 258/34                 rmdir 84/-
unlink 87/-                    unlinkat 263/35                rename 82/-                    renameat 264/38
renameat2 316/276              stat 4/-                       fstat 5/80                     lstat 6/-
newfstatat 262/79              statx 332/291                  statfs 137/43                  fstatfs 138/44
access 21/-                    faccessat 269/48               faccessat2 439/439             readlink 89/-
readlinkat 267/78              getdents 78/-                  getdents64 217/61              getcwd 79/17
chdir 80/49                    fchdir 81/50                   umask 95/166
# memory
mmap 9/222                     mprotect 10/226                munmap 11/215                  mremap 25/216
madvise 28/233                 brk 12/214                     mincore 27/232                 msync 26/227
membarrier 324/283
# threads and locks
futex 202/98                   futex_waitv 449/449            futex_wake 454/454             futex_wait 455/455
set_robust_list 273/99         get_robust_list 274/100        rseq 334/293                   set_tid_address 218/96
sched_yield 24/124             sched_getaffinity 204/123      sched_getparam 143/121         sched_getscheduler 145/120
sched_get_priority_max 146/125 sched_get_priority_min 147/126 getpriority 140/141            getcpu 309/168
arch_prctl 158/-
# who and where am I
getpid 39/172                  getppid 110/173                gettid 186/178                 getuid 102/174
geteuid 107/175                getgid 104/176                 getegid 108/177                getresuid 118/148
getresgid 120/150              getgroups 115/158              getpgrp 111/-                  getpgid 121/155
getsid 124/156                 capget 125/90                  uname 63/160                   sysinfo 99/179
times 100/153                  getrusage 98/165               getrlimit 97/163               getrandom 318/278
# clocks and waiting
gettimeofday 96/169            time 201/-                     clock_gettime 228/113          clock_getres 229/114
clock_nanosleep 230/115        nanosleep 35/101               setitimer 38/103               getitimer 36/102
alarm 37/-                     pause 34/-                     poll 7/-                       ppoll 271/73
select 23/-                    pselect6 270/72                epoll_create 213/-             epoll_create1 291/20
epoll_ctl 233/21               epoll_wait 232/-               epoll_pwait 281/22             epoll_pwait2 441/441
wait4 61/260                   waitid 247/95
# its own signals and its own end
rt_sigaction 13/134            rt_sigprocmask 14/135          rt_sigreturn 15/139            rt_sigpending 127/136
rt_sigtimedwait 128/137        rt_sigsuspend 130/133          sigaltstack 131/132            restart_syscall 219/128
exit 60/93                     exit_group 231/94
"""

CHECKED = """
clone 56/220                   kill 62/129                    tgkill 234/131                 prlimit64 302/261
ioctl 16/29                    fcntl 72/25                    prctl 157/167                  open 2/-
openat 257/56
"""

# A PermissionError says more to a student than "not implemented".
REFUSED = """
# other programs and processes
fork 57/-                      vfork 58/-                     execve 59/221                  execveat 322/281
unshare 272/97                 setns 308/268                  setpgid 109/154                setsid 112/157
# the network
socket 41/198                  socketpair 53/199              connect 42/203                 bind 49/200
listen 50/201                  accept 43/202                  accept4 288/242
# signals to others
tkill 200/130                  rt_sigqueueinfo 129/138        rt_tgsigqueueinfo 297/240      pidfd_send_signal 424/424
pidfd_getfd 438/438            pidfd_open 434/434
# changes to files that Landlock does not guard on every kernel
truncate 76/45                 chmod 90/-                     fchmod 91/52                   fchmodat 268/53
fchmodat2 452/452              chown 92/-                     fchown 93/55                   lchown 94/-
fchownat 260/54                utime 132/-                    utimes 235/-                   utimensat 280/88
futimesat 261/-                setxattr 188/5                 lsetxattr 189/6                fsetxattr 190/7
removexattr 197/14             link 86/-                      linkat 265/37                  symlink 88/-
symlinkat 266/36               mknod 133/-                    mknodat 259/33                 mount 165/40
umount2 166/39                 pivot_root 155/41              chroot 161/51
# memory outside the limits
memfd_create 319/279           shmget 29/194                  shmat 30/196                   mlock 149/228
mlock2 325/284                 mlockall 151/230
# other rights, limits and priorities
setuid 105/146                 setgid 106/144                 setreuid 113/145               setregid 114/143
setresuid 117/147              setresgid 119/149              setgroups 116/159              setrlimit 160/164
setpriority 141/140            sched_setaffinity 203/122      sched_setscheduler 144/119     sched_setparam 142/118
sched_setattr 314/274          ioprio_set 251/30
"""

# These end the process, and the judge sees by which signal.
FATAL = """
ptrace 101/117                 process_vm_readv 310/270       process_vm_writev 311/271      kcmp 312/272
bpf 321/280                    keyctl 250/219                 add_key 248/217                request_key 249/218
perf_event_open 298/241        userfaultfd 323/282            io_uring_setup 425/425         kexec_load 246/104
init_module 175/105            finit_module 313/273           reboot 169/142
"""


def numbers(table: str, machine: str) -> dict[str, int]:
    """Return the calls of a table as name -> number on this machine."""
    column = MACHINES.index(machine)
    words = " ".join(line for line in table.splitlines() if not line.startswith("#")).split()
    found = {name: entry.split("/")[column] for name, entry in zip(words[::2], words[1::2], strict=True)}
    return {name: int(number) for name, number in found.items() if number != "-"}


def call(number: int, *arguments: int) -> int:
    """Make one system call; raise OSError where the kernel refuses it."""
    return _checked(_libc().syscall(ctypes.c_long(number), *map(ctypes.c_ulong, arguments)))


def prctl(option: int, *arguments: int) -> int:
    """Change or read one property of this process; raise OSError where the kernel refuses it."""
    padded = (*arguments, 0, 0, 0, 0)[:4]
    return _checked(_libc().prctl(ctypes.c_int(option), *map(ctypes.c_ulong, padded)))


def capset(header: bytes, sets: bytes) -> int:
    """Replace the capabilities of this process; raise OSError where the kernel refuses it."""
    return _checked(_libc().capset(header, sets))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


@functools.cache
def _libc() -> ctypes.CDLL:
    # Not at import: Windows has no library of this kind, and this module must be importable there.
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return libc
