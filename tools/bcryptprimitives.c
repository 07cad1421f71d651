/* Stands in for bcryptprimitives.dll in Wine 8, which has none: Rust's standard library asks it for random numbers.
   Never packaged; Windows 10 and later have the real one. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG count);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count)
{
    return SystemFunction036(bytes, (ULONG)count);
}
