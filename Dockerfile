# The image of every portal process: `serve`, `worker` and `migrate` are commands of it.
# The same Python that the checks run on.
FROM python:3.11-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.9
ENV UV_PROJECT_ENVIRONMENT=/opt/portal UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
WORKDIR /source
# The locked dependencies first: they change more rarely than the portal.
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-install-project
COPY README.md LICENSE ./
COPY portal ./portal
COPY templates ./templates
COPY static ./static
COPY role_ladders ./role_ladders
RUN uv build --wheel --out-dir /wheels && uv pip install --no-deps --python /opt/portal/bin/python /wheels/*.whl

FROM python:3.11-slim-bookworm
# Pango draws the PDFs.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent portal \
    && install --directory --owner portal --group portal /var/lib/portal
COPY --from=build /opt/portal /opt/portal
# The file system is read-only in compose.yaml; fonts want a place for what they know.
ENV PATH=/opt/portal/bin:$PATH PYTHONUNBUFFERED=1 XDG_CACHE_HOME=/tmp
USER 10001:10001
# An SQLite database, where there is one, belongs on a volume here: sqlite:////var/lib/portal/portal.db
WORKDIR /var/lib/portal
EXPOSE 8000
ENTRYPOINT ["portal"]
CMD ["serve", "--host", "0.0.0.0"]
