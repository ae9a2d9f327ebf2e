"""The command `mingda`: the operator's verbs, and those that serve pages or keep time."""

import logging
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

import click
from sqlalchemy import select
from waitress.server import create_server

from engine.cases.actions import ACTIONS
from engine.cli.content import STANDARD
from engine.cli.demo import ACCOUNTS_FILE, load_demonstration
from engine.cli.door import Installation, installation
from engine.cli.group import mingda
from engine.documents import close_press, open_press
from engine.repository.bundle import read_folders
from engine.repository.deploy import deploy
from engine.roles import Role
from engine.settings import Settings
from engine.store.agencies import Agency
from engine.store.deployments import current_deployment
from engine.store.migrate import migrate, refuse_other_schema
from engine.worker import run, tick
from webui import create_app

__all__ = ["mingda"]
