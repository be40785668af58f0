/* main.c: finds the command and hands over to it. */
#include <stdio.h>
#include "wirecopy.h"

int main(void)
{
    puts(wire_version());
    return 0;
}
