"""After October: the tools that make and prove the edition.

Imports run one way: ``ext``, ``export``, ``cli`` → ``verify``, ``convert``, ``clean``, ``register``, ``citation``,
``promises``, ``corrections`` → ``edits``, ``marks``, ``witnesses``, ``problems``. Only ``ext`` and ``export`` import
Sphinx.
"""
