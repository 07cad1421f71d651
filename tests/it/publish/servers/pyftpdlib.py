"""An FTP server: `pyftpdlib.py ROOT PORT USER PASSWORD FAULT`. FAULT `full` refuses every upload for lack of space."""

import logging
import sys

import pyftpdlib.log
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer

root, port, user, password, fault = sys.argv[1:]
pyftpdlib.log.config_logging(level=logging.ERROR)


class Handler(FTPHandler):
    auth_failed_timeout = 0


def refuse(self, *_):
    self.respond("552 Requested file action aborted. Exceeded storage allocation.")


if fault == "full":
    Handler.ftp_STOR = refuse

authorizer = DummyAuthorizer()
authorizer.add_user(user, password, root, perm="elradfmwMT")
Handler.authorizer = authorizer
FTPServer(("127.0.0.1", int(port)), Handler).serve_forever()
